package org.tarnlake.table.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.data.read.ReadLimits;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.state.FileCursor;
import org.tarnlake.table.state.TableFiles;
import org.tarnlake.table.statistics.FileFilter;
import org.tarnlake.table.write.RowIdColumns;

/**
 * What to read of a table: files and rows in memory, which columns, and which rows. Immutable.
 *
 * @param location the table's location
 * @param schema of the table
 * @param mapping how its columns are found in the files
 * @param files in the order in which their rows are returned
 * @param rowsInMemory batches of all columns, returned after the files
 * @param columns the columns to return, in their order
 * @param predicate which rows to return, or null for all
 * @param limit how many rows to return at most
 * @param deletions rows of the files that are not returned, whatever the files' vectors say
 * @param withPlaces whether batches tell where their rows stand, see {@link RowPlaces}; those in
 *     memory do not
 * @param rowIds in which columns files keep the ids of rows; null if these are not asked for, see
 *     {@link TrackedRows}
 */
public record TableScan(
    String location,
    Schema schema,
    ColumnMapping mapping,
    TableFiles files,
    List<Batch> rowsInMemory,
    StructType columns,
    @Nullable BoundPredicate predicate,
    long limit,
    Deletions deletions,
    boolean withPlaces,
    @Nullable RowIdColumns rowIds) {

  /** Fewer rows than this are not worth reading ahead for. */
  private static final long SMALL_LIMIT = 10_000;

  public TableScan {
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(files, "files");
    rowsInMemory = List.copyOf(rowsInMemory);
  }

  /** A scan of what the files have, as their vectors say. */
  public TableScan(
      String location,
      Schema schema,
      ColumnMapping mapping,
      TableFiles files,
      List<Batch> rowsInMemory,
      StructType columns,
      @Nullable BoundPredicate predicate,
      long limit) {
    this(
        location,
        schema,
        mapping,
        files,
        rowsInMemory,
        columns,
        predicate,
        limit,
        Deletions.NONE,
        false,
        null);
  }

  /** The same of other files. */
  public TableScan withFiles(TableFiles others) {
    return with(others, rowsInMemory, deletions, withPlaces, rowIds);
  }

  /** The same without some rows of the files. */
  public TableScan without(Deletions deleted) {
    return with(files, rowsInMemory, deleted, withPlaces, rowIds);
  }

  /** The same of files only, with the places of the rows. */
  public TableScan places() {
    return with(files, List.of(), deletions, true, rowIds);
  }

  /** The same with the ids of the rows, if there are any. */
  public TableScan withRowIds(@Nullable RowIdColumns kept) {
    return with(files, rowsInMemory, deletions, withPlaces, kept);
  }

  private TableScan with(
      TableFiles newFiles,
      List<Batch> rows,
      Deletions deleted,
      boolean places,
      @Nullable RowIdColumns ids) {
    return new TableScan(
        location, schema, mapping, newFiles, rows, columns, predicate, limit, deleted, places, ids);
  }

  /** The columns of the batches. */
  public StructType batchColumns() {
    StructType tracked = rowIds == null ? columns : TrackedRows.behind(columns);
    return withPlaces ? RowPlaces.withPlaces(tracked) : tracked;
  }

  /** The files that may hold rows to return. */
  public FileCursor openFiles(ExecutorService background) {
    return files.open(new FileFilter(schema, mapping, predicate), background);
  }

  boolean worthReadingAhead() {
    return limit > SMALL_LIMIT;
  }

  /** The columns of data files that are needed: those returned and those of the predicate. */
  StructType physicalColumns() {
    Set<String> needed = predicate == null ? Set.of() : predicate.columns();
    List<Field> fields = new ArrayList<>();
    for (Field field : schema.columns().fields()) {
      boolean wanted = columns.indexOf(field.name()) >= 0 || needed.contains(field.name());
      if (wanted && !schema.partitionColumns().contains(field.name())) {
        fields.add(field);
      }
    }
    if (rowIds != null) {
      fields.add(rowIds.id());
      fields.add(rowIds.version());
    }
    return new StructType(fields);
  }

  /** Starts reading. */
  public ScanCursor open(DataFiles dataFiles, ExecutorService background) {
    return open(dataFiles, background, ReadLimits.AHEAD_BYTES);
  }

  /**
   * Starts reading, one scan of several at a time.
   *
   * @param aheadBytes as {@link ReadLimits#AHEAD_BYTES}, of this one
   */
  public ScanCursor open(DataFiles dataFiles, ExecutorService background, long aheadBytes) {
    return new ScanCursor(this, dataFiles, background, aheadBytes);
  }
}
