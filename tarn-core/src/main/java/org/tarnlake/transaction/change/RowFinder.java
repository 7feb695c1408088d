package org.tarnlake.transaction.change;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.deleted.DeletedRows;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.scan.Deletions;
import org.tarnlake.table.scan.FileDeletion;
import org.tarnlake.table.scan.RowPlaces;
import org.tarnlake.table.scan.ScanCursor;
import org.tarnlake.table.scan.TableScan;
import org.tarnlake.table.scan.TrackedRows;
import org.tarnlake.table.state.FileCursor;
import org.tarnlake.table.state.TableFiles;
import org.tarnlake.table.statistics.FilePruner;
import org.tarnlake.table.write.RowIdColumns;
import org.tarnlake.transaction.BufferedRows;
import org.tarnlake.transaction.NewRows;
import org.tarnlake.transaction.OwnTable;
import org.tarnlake.transaction.TakenRows;
import org.tarnlake.transaction.Workspace;

/**
 * Finds rows of a table as a transaction sees it, and takes them: notes where they stand, so that
 * they can be deleted. Nothing changes by that. One thread at a time.
 */
final class RowFinder {
  static final StructType NO_COLUMNS = new StructType(List.of());

  /** So many files are kept in memory; where more have to be read, all are looked at again. */
  private static final int FILES_MAX = 50_000;

  private static final int NO_FILE = Integer.MIN_VALUE;

  private final Workspace workspace;
  private final OwnTable table;
  private final @Nullable BoundPredicate predicate;
  private final BufferedRows own;
  private final List<Batch> buffered;
  private final @Nullable RowIdColumns rowIds;

  /** The files of rows that are new; null where nobody asks which are. */
  private final @Nullable Set<AddFile> insertedFiles;

  private TableFiles files;
  private Deletions deletions;
  private long count;

  /** Of files, by their numbers in the scan, and of batches in memory, by numbers below zero. */
  private final Map<Integer, DeletedRows.Builder> positions = new HashMap<>();

  /** Of files, those of them that get new values. */
  private final Map<Integer, DeletedRows.Builder> updatedPositions = new HashMap<>();

  private Deletions updated = Deletions.NONE;
  private final Map<Integer, DeletedRows> gone = new HashMap<>();
  private @Nullable ScanCursor seen;
  private int lastFile = NO_FILE;
  private DeletedRows.Builder last = new DeletedRows.Builder();

  /**
   * @param predicate which rows; null for all
   */
  RowFinder(Workspace workspace, OwnTable table, @Nullable BoundPredicate predicate) {
    this.workspace = workspace;
    this.table = table;
    this.predicate = predicate;
    this.rowIds = RowIdColumns.of(table.head());
    this.files = workspace.files(table);
    NewRows newRows = workspace.newRows(table);
    this.own = newRows == null ? new BufferedRows(List.of(), List.of()) : newRows.buffered();
    this.buffered = own.all();
    this.insertedFiles =
        !NewRows.areApart(table.head())
            ? null
            : newRows == null ? Set.of() : Set.copyOf(newRows.insertedFiles());
    this.deletions = workspace.deletions(table);
    FilePruner pruner = predicate == null ? null : pruner(predicate);
    workspace.noteRead(table, pruner == null ? file -> true : pruner::mayMatch);
  }

  private FilePruner pruner(BoundPredicate bound) {
    return new FilePruner(table.head().schema(), table.head().columnMapping(), bound);
  }

  private ExecutorService background() {
    return workspace.lake().environment().background();
  }

  private TableScan scan(StructType columns) {
    return new TableScan(
            table.location(),
            table.head().schema(),
            table.head().columnMapping(),
            files,
            List.of(),
            columns,
            predicate,
            Long.MAX_VALUE)
        .without(deletions)
        .withRowIds(rowIds)
        .places();
  }

  /** Columns of rows that are handed over, with what tells their ids and places. */
  StructType placed(StructType columns) {
    return scan(columns).batchColumns();
  }

  /** Takes all files of which partition or statistics prove that every row is wanted, unread. */
  void takeWholeFiles() {
    FilePruner pruner = predicate == null ? null : pruner(predicate);
    TableScan scan = scan(NO_COLUMNS);
    List<AddFile> rest = new ArrayList<>();
    try (FileCursor cursor = scan.openFiles(background())) {
      for (AddFile file = cursor.next(); file != null; file = cursor.next()) {
        if (deletions.isGone(file)) {
          continue;
        }
        if (file.rowCount() >= 0 && (pruner == null || pruner.mustMatch(file))) {
          FileDeletion before = deletions.of(file);
          count += file.rowCount() - (before == null ? 0 : before.rowCount());
          deletions = deletions.and(FileDeletion.whole(file));
        } else if (rest.size() <= FILES_MAX) {
          rest.add(file);
        }
      }
    }
    if (rest.size() <= FILES_MAX) {
      files = TableFiles.of(rest);
    }
  }

  /**
   * Hands over the rows that are left and wanted, with their places.
   *
   * @param columns to hand over of them
   */
  void forEach(StructType columns, Consumer<Batch> placed) {
    try (ScanCursor cursor = scan(columns).open(workspace.lake().dataFiles(), background())) {
      seen = cursor;
      for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) {
        placed.accept(batch);
      }
    }
    for (int i = 0; i < buffered.size(); i++) {
      Batch batch = buffered.get(i);
      Batch tracked = rowIds == null ? batch : TrackedRows.add(batch, rowIds, null, 0);
      Batch rows = RowPlaces.add(tracked, -1 - i, 0);
      Batch wanted = predicate == null ? rows : predicate.evaluate(rows).of(rows);
      if (wanted.rowCount() > 0) {
        placed.accept(project(wanted, placed(columns)));
      }
    }
  }

  /**
   * Takes rows that were handed over, now or later.
   *
   * @param numbers of the rows; null for all
   */
  void take(Batch placed, int @Nullable [] numbers) {
    int rows = numbers == null ? placed.rowCount() : numbers.length;
    for (int i = 0; i < rows; i++) {
      int row = numbers == null ? i : numbers[i];
      int file = RowPlaces.file(placed, row);
      if (file != lastFile) {
        lastFile = file;
        last = positions.computeIfAbsent(file, each -> new DeletedRows.Builder());
      }
      last.add(RowPlaces.row(placed, row));
    }
    count += rows;
  }

  /** Takes rows because they get new values; see {@link #take}. */
  void takeUpdated(Batch placed, int @Nullable [] numbers) {
    take(placed, numbers);
    if (insertedFiles == null) {
      return;
    }
    int rows = numbers == null ? placed.rowCount() : numbers.length;
    for (int i = 0; i < rows; i++) {
      int row = numbers == null ? i : numbers[i];
      int file = RowPlaces.file(placed, row);
      if (file >= 0) {
        updatedPositions
            .computeIfAbsent(file, each -> new DeletedRows.Builder())
            .add(RowPlaces.row(placed, row));
      }
    }
  }

  /** Whether it matters, and a row that was handed over is new by this transaction. */
  boolean isInsertedHere(Batch placed, int row) {
    if (insertedFiles == null) {
      return false;
    }
    int file = RowPlaces.file(placed, row);
    return file < 0
        ? -1 - file < own.inserted().size()
        : seen != null && insertedFiles.contains(seen.file(file));
  }

  /** Sums up what was taken. */
  private void finish() {
    positions.forEach(
        (file, builder) -> {
          DeletedRows rows = builder.build();
          if (file < 0) {
            gone.put(-1 - file, rows);
          } else if (!rows.isEmpty() && seen != null) {
            deletions = deletions.and(FileDeletion.of(seen.file(file), rows));
          }
        });
    updatedPositions.forEach(
        (file, builder) -> {
          if (seen != null) {
            updated = updated.and(FileDeletion.of(seen.file(file), builder.build()));
          }
        });
    positions.clear();
    updatedPositions.clear();
    lastFile = NO_FILE;
  }

  private static Batch project(Batch batch, StructType columns) {
    List<Vector> vectors = new ArrayList<>();
    for (Field field : columns.fields()) {
      vectors.add(batch.vector(field.name()));
    }
    return new Batch(columns, vectors, batch.rowCount());
  }

  /** How many rows were taken. */
  long count() {
    return count;
  }

  /** The rows that were taken, with those of files that went before. */
  TakenRows taken() {
    finish();
    if (buffered.isEmpty()) {
      return new TakenRows(deletions, updated, null);
    }
    int inserted = own.inserted().size();
    BufferedRows kept = new BufferedRows(kept(0, inserted), kept(inserted, buffered.size()));
    return new TakenRows(deletions, updated, kept);
  }

  /** The rows in no file that stay, of some of the batches. */
  private List<Batch> kept(int from, int to) {
    List<Batch> kept = new ArrayList<>();
    for (int i = from; i < to; i++) {
      DeletedRows rows = gone.get(i);
      Batch left = rows == null ? buffered.get(i) : rows.dropFrom(buffered.get(i), 0);
      if (left.rowCount() > 0) {
        kept.add(left);
      }
    }
    return kept;
  }
}
