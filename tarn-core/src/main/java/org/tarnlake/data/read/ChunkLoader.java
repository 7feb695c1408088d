package org.tarnlake.data.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.PageLocation;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.bytes.StoredFile;

/**
 * Loads what a row group's readers will need in few large ranges, unless that is more than should
 * be in memory at once: then the readers load it piece by piece. One thread at a time.
 */
final class ChunkLoader {
  /** Ranges closer than that are read as one: a request costs more than the bytes between. */
  private static final long GAP_BYTES = 128 * 1024;

  /**
   * As {@link #GAP_BYTES}, of a file whose store takes long to answer, as long as a range has no
   * more that is not needed than is.
   */
  private static final long DISTANT_GAP_BYTES = 1 << 20;

  private static final long RANGE_BYTES = 32L << 20;

  private final Footer footer;
  private final RowRanges rows;
  private final List<Part> parts = new ArrayList<>();

  ChunkLoader(Footer footer, RowRanges rows) {
    this.footer = footer;
    this.rows = rows;
  }

  /** Bytes that a chunk's reader will need. */
  private record Part(ChunkBytes chunk, long start, long end) {}

  /**
   * Plans the pages of a chunk that have rows to read.
   *
   * @param locations where its pages are, if that is known
   */
  ChunkBytes add(ColumnMetaData metadata, @Nullable List<PageLocation> locations) {
    long data = metadata.getData_page_offset();
    long dictionary = metadata.getDictionary_page_offset();
    long start =
        metadata.isSetDictionary_page_offset() && dictionary > 0
            ? Math.min(data, dictionary)
            : data;
    long length = metadata.getTotal_compressed_size();
    StoredFile file = footer.file();
    if (start < 0 || length < 0 || start > file.sizeBytes() - length) {
      throw file.corrupt("a column chunk of %s bytes at %s leaves it".formatted(length, start));
    }
    ChunkBytes chunk = new ChunkBytes(file, start, start + length);
    if (locations == null) {
      parts.add(new Part(chunk, start, start + length));
      return chunk;
    }
    long first = locations.get(0).getOffset();
    for (int i = 0; i < locations.size(); i++) {
      PageLocation page = locations.get(i);
      long end = page.getOffset() + page.getCompressed_page_size();
      if (page.getOffset() < start || end < page.getOffset() || end > start + length) {
        throw file.corrupt("a page index lies outside its column chunk");
      }
      long next =
          i + 1 < locations.size() ? locations.get(i + 1).getFirst_row_index() : rows.rowCount();
      if (rows.overlap(page.getFirst_row_index(), next)) {
        if (first > start) {
          parts.add(new Part(chunk, start, first));
          first = start;
        }
        parts.add(new Part(chunk, page.getOffset(), end));
      }
    }
    return chunk;
  }

  /** Loads what was planned. */
  void load() {
    if (footer.end().isWhole()) {
      ChunkBytes.Segment all = new ChunkBytes.Segment(0, footer.end().bytes());
      parts.forEach(part -> part.chunk().add(all));
      return;
    }
    parts.sort(Comparator.comparingLong(Part::start));
    long total = parts.stream().mapToLong(part -> part.end() - part.start()).sum();
    if (total > ReadLimits.LOADED_BYTES) {
      return;
    }
    List<StoredFile.Range> ranges = new ArrayList<>();
    List<List<Part>> served = new ArrayList<>();
    for (int i = 0; i < parts.size(); ) {
      long start = parts.get(i).start();
      long end = parts.get(i).end();
      long needed = end - start;
      int after = i + 1;
      for (; after < parts.size(); after++) {
        Part next = parts.get(after);
        long length = Math.max(end, next.end()) - start;
        needed += next.end() - next.start();
        if (!isWorthReading(next.start() - end, length - needed, needed) || length > RANGE_BYTES) {
          break;
        }
        end = start + length;
      }
      ranges.add(new StoredFile.Range(start, Math.toIntExact(end - start)));
      served.add(parts.subList(i, after));
      i = after;
    }
    List<byte[]> loaded = footer.file().readAll(ranges);
    for (int i = 0; i < loaded.size(); i++) {
      ChunkBytes.Segment segment = new ChunkBytes.Segment(ranges.get(i).offset(), loaded.get(i));
      served.get(i).forEach(part -> part.chunk().add(segment));
    }
  }

  /** Whether a gap is read with what is on its sides. */
  private boolean isWorthReading(long gap, long unneeded, long needed) {
    return gap <= GAP_BYTES
        || (footer.file().isDistant() && gap <= DISTANT_GAP_BYTES && unneeded <= needed);
  }
}
