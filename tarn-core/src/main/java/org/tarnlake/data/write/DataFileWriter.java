package org.tarnlake.data.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.tarnlake.data.bytes.FooterFormat;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.data.schema.FileColumn;
import org.tarnlake.data.schema.FileSchema;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.Upload;

/**
 * Writes one data file: Parquet as every Delta reader reads it, pages compressed with Zstandard
 * where that helps, each with a checksum. One thread at a time.
 *
 * <p>The file appears only when the caller commits the upload after {@link #finish}. The writer
 * never commits or closes it; after a failure, close both.
 */
public final class DataFileWriter implements AutoCloseable {
  private static final Layout LAYOUT = new Layout(20 * 1024, 6 * 20 * 1024);
  private static final long ROW_GROUP_BYTES = 32L << 20;

  /** Before compression: values may shrink to nothing, and a reader has to hold them. */
  private static final long ROW_GROUP_RAW_BYTES = 64L << 20;

  /** How much of a batch is written between two looks at the size of the row group. */
  private static final int PIECE_BYTES = 4 << 20;

  private final Layout layout;
  private final FileSchema schema;
  private final PageScratch scratch = new PageScratch();
  private final FileOutput out;
  private final List<ColumnChunkWriter> columns = new ArrayList<>();
  private final List<Integer> topLevel = new ArrayList<>();
  private final FooterWriter footer;
  private int groupRows;

  /**
   * How many rows pages and row groups have at most. The usual page is a whole number of the
   * reader's batches, and the row group one of pages, so that few batches span two pages.
   *
   * @param filtered paths, of names in the file, of scalars whose chunks get Bloom filters
   */
  public record Layout(int pageRows, int rowGroupRows, Set<List<String>> filtered) {
    public Layout(int pageRows, int rowGroupRows) {
      this(pageRows, rowGroupRows, Set.of());
    }

    Layout withFilters(Set<List<String>> paths) {
      return new Layout(pageRows, rowGroupRows, paths);
    }
  }

  private DataFileWriter(Upload upload, StructType type, ColumnMapping mapping, Layout layout) {
    this.out = new FileOutput(upload);
    this.layout = layout;
    this.schema = FileSchema.of(type, mapping);
    this.footer = new FooterWriter(schema);
    for (int c = 0; c < schema.columns().size(); c++) {
      addScalars(c, schema.columns().get(c), new ArrayList<>());
    }
    out.buffer().write(FooterFormat.magic(), 0, FooterFormat.MAGIC_BYTES);
  }

  /**
   * Starts a file of a table.
   *
   * @param columns the columns that stand in the file, in their order
   * @param mapping tells their names and ids there
   * @param filtered paths, of names in the file, of scalars whose chunks get Bloom filters
   */
  public static DataFileWriter open(
      Upload upload, StructType columns, ColumnMapping mapping, Set<List<String>> filtered) {
    return new DataFileWriter(upload, columns, mapping, LAYOUT.withFilters(filtered));
  }

  /** Starts a file whose columns have their own names. */
  public static DataFileWriter open(Upload upload, StructType columns) {
    return open(upload, columns, LAYOUT);
  }

  /** Starts a file with pages and row groups other than the usual ones. */
  public static DataFileWriter open(Upload upload, StructType columns, Layout layout) {
    return new DataFileWriter(upload, columns, ColumnMapping.NONE, layout);
  }

  private void addScalars(int ordinal, FileColumn column, List<FileColumn> around) {
    List<FileColumn> path = new ArrayList<>(around);
    path.add(column);
    if (column.kind() == FileColumn.Kind.SCALAR) {
      boolean isFiltered = layout.filtered().contains(path.stream().map(FileColumn::name).toList());
      columns.add(new ColumnChunkWriter(List.copyOf(path), layout.pageRows(), scratch, isFiltered));
      topLevel.add(ordinal);
    }
    column.children().forEach(child -> addScalars(ordinal, child, path));
  }

  /**
   * Adds the rows of a batch, whose columns are those of the file by position.
   *
   * @throws org.tarnlake.error.InvalidDataException for a null where there must be none
   * @throws org.tarnlake.error.StorageException if the store fails
   */
  public void write(Batch batch) {
    int from = 0;
    while (from < batch.rowCount()) {
      int rows = Math.min(batch.rowCount() - from, layout.rowGroupRows() - groupRows);
      rows = Math.min(rows, pieceRows(batch, from, rows));
      for (int i = 0; i < columns.size(); i++) {
        columns.get(i).write(batch.vector(topLevel.get(i)), from, rows);
      }
      groupRows += rows;
      from += rows;
      if (groupRows == layout.rowGroupRows() || isGroupLarge()) {
        finishRowGroup();
      }
    }
  }

  private static int pieceRows(Batch batch, int from, int rows) {
    long bytes = 0;
    for (int c = 0; c < batch.type().size(); c++) {
      Vector vector = batch.vector(c);
      bytes += VectorSizes.sizeBytes(vector, from, from + rows);
    }
    return (int) Math.max(1, Math.min(rows, (long) PIECE_BYTES * rows / Math.max(1, bytes)));
  }

  /** About how large the file would be if it ended here. */
  public long sizeBytes() {
    return out.sizeBytes() + groupBytes();
  }

  /** The bytes that are in memory and not yet in the upload. */
  public long memoryBytes() {
    return out.buffer().size() + groupBytes();
  }

  public long rowCount() {
    return footer.rowCount() + groupRows;
  }

  private long groupBytes() {
    long bytes = 0;
    for (ColumnChunkWriter column : columns) {
      bytes += column.sizeBytes();
    }
    return bytes;
  }

  /** Adds an entry to the footer's key-value metadata. */
  public void property(String name, String value) {
    footer.property(name, value);
  }

  private boolean isGroupLarge() {
    long rawBytes = 0;
    for (ColumnChunkWriter column : columns) {
      rawBytes += column.rawBytes();
    }
    return rawBytes >= ROW_GROUP_RAW_BYTES || groupBytes() >= ROW_GROUP_BYTES;
  }

  /** Ends a row group with the rows written so far, if there are any since the last one. */
  public void finishRowGroup() {
    if (groupRows == 0) {
      return;
    }
    long start = out.sizeBytes();
    List<ColumnChunkWriter.ColumnChunkEnd> ends = new ArrayList<>();
    for (ColumnChunkWriter column : columns) {
      ends.add(column.finishChunk(out));
      out.flushIfLarge();
    }
    for (ColumnChunkWriter.ColumnChunkEnd end : ends) {
      if (end.filter() != null) {
        footer.addFilter(end.metadata(), end.filter(), out);
        out.flushIfLarge();
      }
    }
    footer.addRowGroup(start, groupRows, ends);
    groupRows = 0;
  }

  /**
   * Ends the file. It is complete in the upload, and not committed.
   *
   * @throws org.tarnlake.error.StorageException if the store fails
   */
  public WrittenFile finish() {
    finishRowGroup();
    String crc = footer.writeTo(out.buffer(), out.sizeBytes());
    out.flush();
    List<ColumnStatistics> statistics =
        columns.stream().map(ColumnChunkWriter::statistics).filter(Objects::nonNull).toList();
    long rows = footer.rowCount();
    return new WrittenFile(out.sizeBytes(), rows, new FileStatistics(rows, statistics), crc);
  }

  /** Frees what the writer holds. The upload stays as it is: the caller commits or closes it. */
  @Override
  public void close() {
    scratch.close();
  }
}
