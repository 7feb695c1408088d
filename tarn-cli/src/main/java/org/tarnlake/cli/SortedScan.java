package org.tarnlake.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Batches;
import org.tarnlake.Scan;
import org.tarnlake.Table;
import org.tarnlake.cli.output.RowWriter;
import org.tarnlake.cli.sort.RowSorter;
import org.tarnlake.cli.sort.SortColumn;
import org.tarnlake.cli.sort.SortKey;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.cli.terminal.Progress;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.ColumnPath;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BatchRow;
import org.tarnlake.row.Row;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/**
 * The rows of a table in an order. Immutable.
 *
 * @param scan reads the columns that are shown and, behind them, those that rows are sorted by only
 * @param shown the columns that are shown
 */
record SortedScan(String table, Scan scan, StructType shown, List<SortColumn> order, long limit) {

  static SortedScan of(RowSelection selection, RowOrder order, Table table) {
    StructType columns = table.schema().columns();
    StructType shown = selection.unlimited(table, List.of()).columns();
    List<ColumnPath> read = new ArrayList<>();
    List<String> names = selection.columns();
    if (names.isEmpty()) {
      columns.fields().forEach(field -> read.add(new ColumnPath(List.of(field.name()), field)));
    } else {
      names.forEach(name -> read.add(ColumnPath.find(columns, name)));
    }
    List<String> more = new ArrayList<>();
    List<SortColumn> sorted = new ArrayList<>();
    for (RowOrder.Key key : order.keys()) {
      ColumnPath path = find(table, key.name());
      List<Integer> ordinals = ordinals(read, path);
      if (ordinals == null) {
        more.add(key.name());
        read.add(path);
        ordinals = List.of(read.size() - 1);
      }
      sorted.add(new SortColumn(ordinals, path.field(), key.descending(), key.nullsFirst()));
    }
    Scan scan = selection.unlimited(table, more);
    // Of no rows the first need not be looked for.
    Scan needed = selection.limit() == 0 ? scan.limit(0) : scan;
    return new SortedScan(table.name(), needed, shown, sorted, selection.limit());
  }

  /** Where a column is among those that are read: it, or a struct around it; null if nowhere. */
  private static @Nullable List<Integer> ordinals(List<ColumnPath> read, ColumnPath path) {
    for (int i = 0; i < read.size(); i++) {
      List<String> names = read.get(i).names();
      if (names.size() > path.names().size()
          || !names.equals(path.names().subList(0, names.size()))) {
        continue;
      }
      List<Integer> ordinals = new ArrayList<>(List.of(i));
      Field field = read.get(i).field();
      for (String name : path.names().subList(names.size(), path.names().size())) {
        StructType struct = (StructType) field.type();
        ordinals.add(struct.indexOf(name));
        field = struct.field(struct.indexOf(name));
      }
      return ordinals;
    }
    return null;
  }

  private static ColumnPath find(Table table, String name) {
    ColumnPath path;
    try {
      path = ColumnPath.find(table.schema().columns(), name);
    } catch (InvalidDataException e) {
      String words =
          name.contains(" ") ? "; behind a name may stand desc, nulls first or nulls last" : "";
      throw new Failure("table %s: %s%s".formatted(table.name(), e.getMessage(), words), e);
    }
    DataType type = path.field().type();
    if (SortColumn.isSortable(type)) {
      return path;
    }
    String remedy =
        type instanceof StructType struct && struct.size() > 0
            ? "a field of it, such as %s.%s".formatted(path.text(), struct.field(0).name())
            : "another column";
    throw new Failure(
        "table %s cannot be sorted by column '%s' of type %s; name %s"
            .formatted(table.name(), path.text(), type.text(), remedy));
  }

  /**
   * Hands over the rows in their order.
   *
   * @param temporary where rows wait that do not fit into memory
   * @param progress counts the rows that are read
   * @param check is called again and again, and may fail
   * @param bytes of a row, which wait in its place
   * @return how many there are
   */
  long forEach(
      Path temporary,
      Progress progress,
      Runnable check,
      Function<Row, byte[]> bytes,
      Consumer<byte[]> output) {
    long[] count = {0};
    try (RowSorter sorter = new RowSorter(temporary, limit)) {
      try (Batches batches = scan.batches()) {
        SortKey keys = new SortKey(order);
        BatchRow row = new BatchRow(batches.columns());
        for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
          keys.moveTo(batch);
          check.run();
          for (int i = 0; i < batch.rowCount(); i++) {
            byte[] key = keys.of(i);
            if (sorter.isWanted(key)) {
              row.moveTo(batch, i);
              sorter.add(key, bytes.apply(row));
            }
            progress.row();
          }
        }
      }
      sorter.forEach(
          (key, row) -> {
            check.run();
            output.accept(row);
            count[0]++;
          });
    }
    return count[0];
  }

  /** Writes the rows; returns how many there are. */
  long write(Path temporary, Progress progress, Runnable check, RowWriter writer) {
    long count = forEach(temporary, progress, check, writer::bytes, writer::write);
    writer.end();
    return count;
  }
}
