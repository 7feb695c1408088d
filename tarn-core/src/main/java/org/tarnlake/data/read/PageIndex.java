package org.tarnlake.data.read;

import java.io.IOException;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.bytes.Slice;
import org.tarnlake.data.bytes.Thrift;
import org.tarnlake.error.CorruptionException;

/** Reads the page indexes of column chunks, checked against the chunk. Stateless. */
final class PageIndex {
  private PageIndex() {}

  /**
   * Where the pages of a chunk start, and with which rows; null if that is not known.
   *
   * @throws CorruptionException if the index contradicts itself
   */
  static @Nullable List<PageLocation> locations(Footer footer, ColumnChunk chunk, long rowCount) {
    if (!chunk.isSetOffset_index_offset() || !chunk.isSetOffset_index_length()) {
      return null;
    }
    Slice bytes = footer.index(chunk.getOffset_index_offset(), chunk.getOffset_index_length());
    if (bytes == null) {
      return null;
    }
    List<PageLocation> locations;
    try {
      locations =
          Thrift.read(bytes.stream(), new OffsetIndex(), bytes.length()).getPage_locations();
    } catch (IOException | RuntimeException e) {
      throw footer.file().corrupt("a page index cannot be read", e);
    }
    long row = -1;
    for (PageLocation location : locations) {
      boolean first = row < 0;
      if (first ? location.getFirst_row_index() != 0 : location.getFirst_row_index() <= row) {
        throw footer.file().corrupt("a page index has rows out of order");
      }
      row = location.getFirst_row_index();
    }
    if (locations.isEmpty() || row >= rowCount) {
      throw footer.file().corrupt("a page index has rows that the row group lacks");
    }
    return locations;
  }

  /** The bounds of the pages of a chunk; null if there are none. */
  static @Nullable ColumnIndex bounds(Footer footer, ColumnChunk chunk, int pages) {
    if (!chunk.isSetColumn_index_offset() || !chunk.isSetColumn_index_length()) {
      return null;
    }
    Slice bytes = footer.index(chunk.getColumn_index_offset(), chunk.getColumn_index_length());
    if (bytes == null) {
      return null;
    }
    ColumnIndex index;
    try {
      index = Thrift.read(bytes.stream(), new ColumnIndex(), bytes.length());
    } catch (IOException | RuntimeException e) {
      throw footer.file().corrupt("a page index cannot be read", e);
    }
    boolean sound =
        index.getNull_pagesSize() == pages
            && index.getMin_valuesSize() == pages
            && index.getMax_valuesSize() == pages
            && (!index.isSetNull_counts() || index.getNull_countsSize() == pages);
    if (!sound) {
      throw footer.file().corrupt("a page index contradicts the page locations");
    }
    return index;
  }
}
