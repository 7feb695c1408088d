package org.tarnlake.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tarnlake.data.read.BatchSource;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.env.Environment;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.local.LocalStore;
import org.tarnlake.table.log.TableLog;
import org.tarnlake.table.scan.ScanCursor;
import org.tarnlake.table.scan.TableScan;
import org.tarnlake.table.state.FileCursor;
import org.tarnlake.table.state.TableState;
import org.tarnlake.table.statistics.FileFilter;

/** A Delta table in a folder, at its newest version. Immutable. */
record GoldenTable(LocalStore store, TableState state) {

  static GoldenTable open(Path folder) throws IOException {
    LocalStore store = LocalStore.open(folder);
    TableLog log = new TableLog(store, "");
    TableState state = log.load(log.newestVersion());
    state.protocol().requireReadable(folder.getParent().getFileName().toString());
    return new GoldenTable(store, state);
  }

  Schema schema() {
    return state.metadata().schema();
  }

  TableScan scan(StructType wanted, Predicate predicate) {
    StructType columns = schema().columns();
    return new TableScan(
        "",
        schema(),
        state.columnMapping(),
        state.files(),
        List.of(),
        wanted,
        predicate == null ? null : predicate.bind(columns),
        Long.MAX_VALUE);
  }

  /** All rows that pass, as {@link RowTexts} tells them, sorted. */
  List<String> rows(Predicate predicate) {
    return rows(schema().columns(), predicate);
  }

  /** How many files of the table a condition lets a scan pass over. */
  int filesPassedOver(Predicate predicate) {
    FileFilter filter =
        new FileFilter(schema(), state.columnMapping(), predicate.bind(schema().columns()));
    int wanted = 0;
    try (FileCursor files = state.files().open(filter, Environment.system().background())) {
      while (files.next() != null) {
        wanted++;
      }
    }
    return state.fileCount() - wanted;
  }

  /** Some columns of all rows. */
  List<String> rows(StructType columns) {
    return rows(columns, null);
  }

  private List<String> rows(StructType columns, Predicate predicate) {
    List<String> rows = new ArrayList<>();
    try (ScanCursor cursor =
        scan(columns, predicate).open(new DataFiles(store), Environment.system().background())) {
      for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) {
        RowTexts.add(batch, rows);
      }
    }
    rows.sort(null);
    return rows;
  }

  /** The rows of plain Parquet files, read as columns of this table. */
  List<String> rowsOf(Path folder) throws IOException {
    List<String> rows = new ArrayList<>();
    LocalStore files = LocalStore.open(folder);
    for (Path path : parquetFiles(folder)) {
      DataFile file = new DataFiles(files).open(path.getFileName().toString(), Files.size(path));
      if (!file.type().names().equals(schema().columns().names())) {
        throw new AssertionError(
            "expected columns %s, found %s".formatted(file.type(), schema().columns()));
      }
      for (int group = 0; group < file.rowGroupCount(); group++) {
        try (BatchSource source = file.read(group, schema().columns(), null)) {
          for (Batch batch = source.next(); batch != null; batch = source.next()) {
            RowTexts.add(batch, rows);
          }
        }
      }
    }
    rows.sort(null);
    return rows;
  }

  static List<Path> parquetFiles(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .filter(path -> path.getFileName().toString().matches("[^._].*\\.parquet"))
          .sorted()
          .toList();
    }
  }
}
