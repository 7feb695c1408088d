package org.tarnlake.data.write;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.TypeDefinedOrder;
import org.tarnlake.data.bytes.BloomFilter;
import org.tarnlake.data.bytes.ByteOutput;
import org.tarnlake.data.bytes.FooterFormat;
import org.tarnlake.data.bytes.PageSeals;
import org.tarnlake.data.bytes.Thrift;
import org.tarnlake.data.schema.FileSchema;

/**
 * Gathers the row groups of a file being written, and ends the file: page indexes, footer, and
 * their checksums. One thread at a time.
 *
 * <p>Parquet has checksums for pages but none for what tells of them, so Tarn keeps its own in the
 * footer: {@link PageSeals} for the headers of pages, under {@link FooterFormat#FILTERS} the CRC-32
 * of each Bloom filter, and under {@link FooterFormat#CHECKSUMS} the CRC-32 of all page indexes,
 * and that of the footer itself, taken with zeros in the place of the checksums.
 */
final class FooterWriter {
  private final FileSchema schema;
  private final List<RowGroup> rowGroups = new ArrayList<>();
  private final List<List<List<PagesWriter.Page>>> pages = new ArrayList<>();
  private final Map<String, String> properties = new LinkedHashMap<>();
  private final List<List<Integer>> headerCrcs = new ArrayList<>();
  private final List<String> filterCrcs = new ArrayList<>();
  private long rows;

  FooterWriter(FileSchema schema) {
    this.schema = schema;
  }

  void addRowGroup(long offset, long rowCount, List<ColumnChunkWriter.ColumnChunkEnd> ends) {
    List<ColumnChunk> chunks = new ArrayList<>();
    long rawBytes = 0;
    long sizeBytes = 0;
    for (ColumnChunkWriter.ColumnChunkEnd end : ends) {
      chunks.add(new ColumnChunk(0).setMeta_data(end.metadata()));
      rawBytes += end.metadata().getTotal_uncompressed_size();
      sizeBytes += end.metadata().getTotal_compressed_size();
    }
    RowGroup group = new RowGroup(chunks, rawBytes, rowCount);
    group.setFile_offset(offset).setTotal_compressed_size(sizeBytes);
    rowGroups.add(group.setOrdinal((short) Math.min(rowGroups.size(), Short.MAX_VALUE)));
    pages.add(ends.stream().map(ColumnChunkWriter.ColumnChunkEnd::pages).toList());
    ends.forEach(end -> headerCrcs.add(end.headerCrcs()));
    rows += rowCount;
  }

  /** Appends the Bloom filter of a column chunk, behind the chunks of its row group. */
  void addFilter(ColumnMetaData chunk, BloomFilter filter, FileOutput out) {
    long offset = out.sizeBytes();
    int start = out.buffer().size();
    filter.writeTo(out.buffer());
    filterCrcs.add(String.format(Locale.ROOT, "%08x", crc(out.buffer(), start)));
    chunk.setBloom_filter_offset(offset);
    chunk.setBloom_filter_length((int) (out.sizeBytes() - offset));
  }

  /** Notes something beside the data. */
  void property(String name, String value) {
    properties.put(name, value);
  }

  long rowCount() {
    return rows;
  }

  /** Appends all that follows the row groups; returns what the footer is known by. */
  String writeTo(ByteOutput out, long fileOffset) {
    int start = out.size();
    writeIndexes(out, fileOffset - start);
    int indexCrc = crc(out, start);
    int footer = out.size();
    Thrift.write(metadata(), out);
    setChecksums(out, footer, String.format(Locale.ROOT, "%08x:%08x", indexCrc, crc(out, footer)));
    out.putInt(out.size() - footer);
    out.write(FooterFormat.magic(), 0, FooterFormat.MAGIC_BYTES);
    return FooterFormat.crc32c(out.array(), footer, out.size());
  }

  private FileMetaData metadata() {
    FileMetaData metadata = new FileMetaData(1, schema.elements(), rows, rowGroups);
    metadata.setCreated_by(FooterFormat.CREATED_BY);
    metadata.addToKey_value_metadata(
        new KeyValue(FooterFormat.CHECKSUMS).setValue(FooterFormat.NO_CHECKSUMS));
    metadata.addToKey_value_metadata(
        new KeyValue(PageSeals.KEY).setValue(PageSeals.text(headerCrcs)));
    if (!filterCrcs.isEmpty()) {
      metadata.addToKey_value_metadata(
          new KeyValue(FooterFormat.FILTERS).setValue(String.join(",", filterCrcs)));
    }
    properties.forEach(
        (name, value) -> metadata.addToKey_value_metadata(new KeyValue(name).setValue(value)));
    for (int i = 0; i < schema.scalars().size(); i++) {
      metadata.addToColumn_orders(ColumnOrder.TYPE_ORDER(new TypeDefinedOrder()));
    }
    return metadata;
  }

  /** First all column indexes, then all offset indexes; none where every chunk is a single page. */
  private void writeIndexes(ByteOutput out, long base) {
    for (int group = 0; group < rowGroups.size(); group++) {
      List<List<PagesWriter.Page>> columns = indexed(group);
      for (int c = 0; c < columns.size(); c++) {
        if (hasBounds(columns.get(c))) {
          int start = out.size();
          Thrift.write(columnIndex(columns.get(c)), out);
          ColumnChunk chunk = rowGroups.get(group).getColumns().get(c);
          chunk.setColumn_index_offset(base + start).setColumn_index_length(out.size() - start);
        }
      }
    }
    for (int group = 0; group < rowGroups.size(); group++) {
      List<List<PagesWriter.Page>> columns = indexed(group);
      for (int c = 0; c < columns.size(); c++) {
        int start = out.size();
        Thrift.write(offsetIndex(columns.get(c)), out);
        ColumnChunk chunk = rowGroups.get(group).getColumns().get(c);
        chunk.setOffset_index_offset(base + start).setOffset_index_length(out.size() - start);
      }
    }
  }

  /** The columns of a row group that get indexes: all or none. */
  private List<List<PagesWriter.Page>> indexed(int group) {
    List<List<PagesWriter.Page>> columns = pages.get(group);
    return columns.stream().anyMatch(column -> column.size() > 1) ? columns : List.of();
  }

  private static boolean hasBounds(List<PagesWriter.Page> column) {
    return column.stream()
        .allMatch(page -> page.allNull() || (page.min() != null && page.max() != null));
  }

  private static ColumnIndex columnIndex(List<PagesWriter.Page> column) {
    List<Boolean> nullPages = new ArrayList<>();
    List<ByteBuffer> mins = new ArrayList<>();
    List<ByteBuffer> maxs = new ArrayList<>();
    List<Long> nullCounts = new ArrayList<>();
    for (PagesWriter.Page page : column) {
      ByteBuffer min = page.min();
      ByteBuffer max = page.max();
      nullPages.add(page.allNull());
      mins.add(page.allNull() || min == null ? ByteBuffer.allocate(0) : min);
      maxs.add(page.allNull() || max == null ? ByteBuffer.allocate(0) : max);
      nullCounts.add(page.nullCount());
    }
    ColumnIndex index = new ColumnIndex(nullPages, mins, maxs, BoundaryOrder.UNORDERED);
    return index.setNull_counts(nullCounts);
  }

  private static OffsetIndex offsetIndex(List<PagesWriter.Page> column) {
    List<PageLocation> locations = new ArrayList<>();
    for (PagesWriter.Page page : column) {
      locations.add(new PageLocation(page.offset(), page.sizeBytes(), page.firstRow()));
    }
    return new OffsetIndex(locations);
  }

  private static int crc(ByteOutput out, int from) {
    CRC32 crc = new CRC32();
    crc.update(out.array(), from, out.size() - from);
    return (int) crc.getValue();
  }

  private static void setChecksums(ByteOutput out, int footer, String checksums) {
    int at = FooterFormat.findChecksums(out.array(), footer, out.size());
    System.arraycopy(checksums.getBytes(ISO_8859_1), 0, out.array(), at, checksums.length());
  }
}
