package org.tarnlake.data.read;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Statistics;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.data.schema.FileColumn;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.StatisticsLookup;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/**
 * A Parquet file to read. Immutable; safe for many threads, each with a {@link BatchSource} of its
 * own.
 *
 * <p>Columns are asked for by the fields of a table, which are found as its {@link ColumnMapping}
 * says; one that the file lacks is null in every row. A type may be wider than the file's where
 * Delta allows it.
 */
public final class DataFile {
  /** What a value takes in a batch beside its bytes, about. */
  static final long VALUE_BYTES = 8;

  private final Footer footer;
  private final ColumnMapping mapping;

  DataFile(Footer footer, ColumnMapping mapping) {
    this.footer = footer;
    this.mapping = mapping;
  }

  /**
   * The same file, whose times are not cut to microseconds: reading one that is finer is an {@link
   * org.tarnlake.error.InvalidDataException}.
   */
  public DataFile exact() {
    return new DataFile(footer.exact(), mapping);
  }

  public String name() {
    return footer.file().name();
  }

  public long rowCount() {
    return footer.rowCount();
  }

  public int rowGroupCount() {
    return footer.rowGroups().size();
  }

  /** The position in the file of a row group's first row, from 0. */
  public long firstRow(int rowGroup) {
    long row = 0;
    for (int g = 0; g < rowGroup; g++) {
      row += footer.rowGroups().get(g).getNum_rows();
    }
    return row;
  }

  /**
   * What Tarn noted in the footer under a name; null if there is nothing, or others wrote the file.
   */
  public @Nullable String property(String name) {
    if (!footer.isTarns()) {
      return null;
    }
    for (KeyValue each : footer.properties()) {
      if (each.getKey().equals(name)) {
        return each.getValue();
      }
    }
    return null;
  }

  /** The columns of the file, as Tarn would name their types. */
  public StructType type() {
    return footer.schema().type();
  }

  /** The first column, or field in one, of which Delta has no type; null if it has one for each. */
  public @Nullable ForeignColumn foreignColumn() {
    return foreign("", footer.schema().columns());
  }

  private static @Nullable ForeignColumn foreign(String around, List<FileColumn> columns) {
    for (FileColumn column : columns) {
      String path = around + column.name();
      if (column.foreign() != null) {
        return new ForeignColumn(path, column.foreign());
      }
      ForeignColumn inside = foreign(path + ".", column.children());
      if (inside != null) {
        return inside;
      }
    }
    return null;
  }

  /**
   * A column of which Delta has no type.
   *
   * @param path its name, behind those of the columns around it
   * @param type what Parquet calls it
   */
  public record ForeignColumn(String path, String type) {}

  /**
   * What the file is made of. All that is not needed to read rows is read and checked: the first
   * bytes and the page indexes.
   *
   * @throws org.tarnlake.error.CorruptionException if some of it is damaged
   */
  public FileDescription describe() {
    return FileDescription.of(footer);
  }

  /**
   * Reads every byte of a file that Tarn wrote and holds it against its checksum; of other writers'
   * files, which have none, nothing is read.
   *
   * @throws org.tarnlake.error.CorruptionException if one does not match
   * @throws org.tarnlake.error.StorageException if the store fails
   */
  public void verify() {
    if (footer.isTarns()) {
      FileSeal.verify(footer);
    }
  }

  /**
   * The row groups that may have a row which passes a condition, in their order.
   *
   * @param columns fields of the table that the condition was bound with; of others nothing is
   *     known
   * @param filter null if every row passes
   */
  public List<Integer> rowGroups(StructType columns, @Nullable BoundPredicate filter) {
    return IntStream.range(0, rowGroupCount())
        .filter(
            g ->
                filter == null
                    || (mayMatch(g, columns, filter)
                        // Filters are read from the file, so they are asked last.
                        && filter.mayMatch(statistics(g, columns).withFilters())))
        .boxed()
        .toList();
  }

  private boolean mayMatch(int rowGroup, StructType columns, BoundPredicate filter) {
    return filter.mayMatch(statistics(rowGroup, columns));
  }

  private RowGroupStatistics statistics(int rowGroup, StructType columns) {
    return new RowGroupStatistics(footer, columns, rowGroup, mapping);
  }

  /**
   * Reads a row group.
   *
   * @param columns the fields to read, which are those of the batches
   * @param filter lets rows be skipped, by the bounds of {@code columns}, where a whole page has
   *     none that passes; the others it leaves to the caller to judge. Null to read all
   * @throws org.tarnlake.error.CorruptionException if what is read breaks the format
   * @throws org.tarnlake.error.StorageException if the store fails
   */
  public BatchSource read(int rowGroup, StructType columns, @Nullable BoundPredicate filter) {
    return new BatchSource(
        footer, rowGroup, firstRow(rowGroup), columns, mapping, rows(rowGroup, columns, filter));
  }

  /**
   * The row groups that may have a wanted row, in their order.
   *
   * @param columns whose bounds the test may ask for, by their paths
   * @param test false only if no row with such bounds is wanted
   */
  public List<Integer> rowGroupsWhere(StructType columns, Predicate<StatisticsLookup> test) {
    return IntStream.range(0, rowGroupCount())
        .filter(g -> isWanted(g, columns, test))
        .boxed()
        .toList();
  }

  /** Whether a row group may have a wanted row; see {@link #rowGroupsWhere}. */
  public boolean isWanted(int rowGroup, StructType columns, Predicate<StatisticsLookup> test) {
    return test.test(statistics(rowGroup, columns));
  }

  /**
   * The rows of a row group in whose pages there may be a wanted one; see {@link #rowGroupsWhere}.
   */
  public RowRanges rowsWhere(int rowGroup, StructType columns, Predicate<StatisticsLookup> test) {
    return new PagePruning(footer, columns, rowGroup, mapping).ranges(columns.names(), test);
  }

  /**
   * Whether a column, or a field of a struct, may have a value in a row group.
   *
   * @param path the names from the column down to the field, as the file spells them
   */
  public boolean mayHaveValues(int rowGroup, List<String> path) {
    List<FileColumn> siblings = footer.schema().columns();
    FileColumn found = null;
    for (String name : path) {
      found = siblings.stream().filter(c -> c.name().equals(name)).findFirst().orElse(null);
      if (found == null) {
        return false;
      }
      siblings = found.children();
    }
    return found != null && mayHaveValues(footer.rowGroups().get(rowGroup), found);
  }

  private static boolean mayHaveValues(RowGroup group, FileColumn column) {
    if (column.kind() != FileColumn.Kind.SCALAR) {
      return column.children().stream().anyMatch(child -> mayHaveValues(group, child));
    }
    ColumnMetaData chunk = group.getColumns().get(column.scalar().index()).getMeta_data();
    Statistics statistics = chunk.getStatistics();
    return statistics == null
        || !statistics.isSetNull_count()
        || statistics.getNull_count() < chunk.getNum_values();
  }

  /**
   * About how many bytes of memory it takes to read row groups as a whole, as their metadata says.
   *
   * @param columns the fields to read
   */
  public long readBytes(List<Integer> rowGroups, StructType columns) {
    List<FileColumn> scalars = new ArrayList<>();
    for (Field field : columns.fields()) {
      FileColumn column = footer.schema().index().find(field, mapping);
      if (column != null) {
        column.addScalarsTo(scalars);
      }
    }
    long bytes = 0;
    for (int g : rowGroups) {
      RowGroup group = footer.rowGroups().get(g);
      bytes += VALUE_BYTES * group.getNum_rows() * columns.size();
      for (FileColumn scalar : scalars) {
        ColumnMetaData chunk = group.getColumns().get(scalar.scalar().index()).getMeta_data();
        bytes += chunk.getTotal_uncompressed_size();
        bytes += Math.min(ReadLimits.LOADED_BYTES, chunk.getTotal_compressed_size());
      }
    }
    return Math.max(0, bytes);
  }

  /** How many rows a row group has. */
  public long rowCount(int rowGroup) {
    return footer.rowGroups().get(rowGroup).getNum_rows();
  }

  /** Reads some rows of a row group. */
  public BatchSource readRows(int rowGroup, StructType columns, RowRanges rows) {
    return new BatchSource(footer, rowGroup, firstRow(rowGroup), columns, mapping, rows);
  }

  private RowRanges rows(int rowGroup, StructType columns, @Nullable BoundPredicate filter) {
    long rowCount = footer.rowGroups().get(rowGroup).getNum_rows();
    if (filter == null || filter.isAlwaysTrue()) {
      return RowRanges.all(rowCount);
    }
    return mayMatch(rowGroup, columns, filter)
        ? new PagePruning(footer, columns, rowGroup, mapping)
            .ranges(filter.columns(), filter::mayMatch)
        : new RowRanges(rowCount, List.of());
  }
}
