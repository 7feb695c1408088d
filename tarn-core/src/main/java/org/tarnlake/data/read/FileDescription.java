package org.tarnlake.data.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.PageLocation;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.data.schema.FileColumn;
import org.tarnlake.predicate.Range;
import org.tarnlake.schema.StructType;

/**
 * What a data file is made of, for people. Immutable.
 *
 * @param writer the program that wrote it, as it says
 * @param footerCrc what its footer is known by, see {@link DataFiles#open}
 * @param columns the columns, as Tarn would name their types
 * @param properties what the writer noted in the file beside the data
 */
public record FileDescription(
    String writer,
    String footerCrc,
    long rowCount,
    StructType columns,
    Map<String, String> properties,
    List<RowGroup> rowGroups) {

  public FileDescription {
    properties = new LinkedHashMap<>(properties);
    rowGroups = List.copyOf(rowGroups);
  }

  /** Some consecutive rows, with a chunk for each scalar of the schema. */
  public record RowGroup(long rowCount, List<Chunk> chunks) {
    public RowGroup {
      chunks = List.copyOf(chunks);
    }
  }

  /**
   * The values of one scalar in one row group.
   *
   * @param path its name, behind those of all groups around it
   * @param storedAs the type of its bytes
   * @param storedBytes its size in the file
   * @param rawBytes its size before compression
   * @param range what the footer says of the values; null of those in lists and maps
   * @param indexedPages how many pages the page index has; 0 if there is none
   * @param indexedBounds how many pages have bounds in it
   */
  public record Chunk(
      String path,
      String storedAs,
      String codec,
      List<String> encodings,
      long storedBytes,
      long rawBytes,
      @Nullable Range range,
      int indexedPages,
      int indexedBounds) {
    public Chunk {
      encodings = List.copyOf(encodings);
    }
  }

  /** Throws CorruptionException if the first bytes or the page indexes are damaged. */
  static FileDescription of(Footer footer) {
    footer.checkStart();
    footer.indexes(); // Checks them, also where there are none to describe.
    List<RowGroup> groups = new ArrayList<>();
    for (int g = 0; g < footer.rowGroups().size(); g++) {
      RowGroupStatistics statistics =
          new RowGroupStatistics(footer, footer.schema().type(), g, ColumnMapping.NONE);
      long rows = footer.rowGroups().get(g).getNum_rows();
      List<Chunk> chunks = new ArrayList<>();
      for (FileColumn scalar : footer.schema().scalars()) {
        ColumnChunk chunk = footer.rowGroups().get(g).getColumns().get(scalar.scalar().index());
        chunks.add(chunk(footer, scalar, chunk, rows, statistics));
      }
      groups.add(new RowGroup(rows, chunks));
    }
    Map<String, String> properties = new LinkedHashMap<>();
    for (KeyValue each : footer.properties()) {
      properties.put(each.getKey(), String.valueOf(each.getValue()));
    }
    return new FileDescription(
        footer.writer(),
        footer.crc(),
        footer.rowCount(),
        footer.schema().type(),
        properties,
        groups);
  }

  private static Chunk chunk(
      Footer footer,
      FileColumn scalar,
      ColumnChunk chunk,
      long rows,
      RowGroupStatistics statistics) {
    ColumnMetaData metadata = chunk.getMeta_data();
    List<PageLocation> pages = PageIndex.locations(footer, chunk, rows);
    int pageCount = pages == null ? 0 : pages.size();
    boolean bounds = pageCount > 0 && PageIndex.bounds(footer, chunk, pageCount) != null;
    return new Chunk(
        String.join(".", scalar.scalar().path()),
        scalar.scalar().physical().name(),
        metadata.getCodec().name(),
        metadata.getEncodings().stream().map(Enum::name).toList(),
        metadata.getTotal_compressed_size(),
        metadata.getTotal_uncompressed_size(),
        scalar.repetition() == 0 ? statistics.range(scalar.scalar().path()) : null,
        pageCount,
        bounds ? pageCount : 0);
  }
}
