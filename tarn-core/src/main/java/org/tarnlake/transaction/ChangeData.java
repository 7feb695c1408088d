package org.tarnlake.transaction;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.deleted.DeletedRows;
import org.tarnlake.lake.CarriedFile;
import org.tarnlake.row.Batch;
import org.tarnlake.row.ChangeType;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CdcFile;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.scan.ChangeSource;
import org.tarnlake.table.scan.ChangedRows;
import org.tarnlake.table.scan.FileDeletion;
import org.tarnlake.table.scan.ScanCursor;
import org.tarnlake.table.scan.TableScan;
import org.tarnlake.table.state.TableFiles;
import org.tarnlake.table.write.ChangeFiles;
import org.tarnlake.table.write.FileWriter;
import org.tarnlake.table.write.HeldFiles;

/**
 * Tells in files of changes what a transaction did to the rows of one table (PROTOCOL.md, "Change
 * Data Files"): all of it or, where the commit's adds and removes say the same, nothing. One thread
 * at a time.
 *
 * <p>It is the difference between the table before and after the transaction: a row that it updates
 * twice has one old and one new version, and what it both inserts and changes is new. Should it
 * delete a row that it has updated, it is not known any more which of the old rows that was; then
 * its updates are told as deletes and inserts.
 *
 * <p>Invariant: a rebase changes nothing of it. The transaction follows only what took other rows
 * of these files, or moved their rows to others: the files of changes have the rows themselves.
 * Where there are none since whole files went, the vectors that are made instead tell the same.
 */
final class ChangeData implements AutoCloseable {
  private final LakeContext lake;
  private final HeldFiles held;
  private final OwnTable table;
  private final NewRows rows;
  private final RowChanges changed;
  private final Set<AddFile> own;
  private final FileWriter writer;
  private final boolean arePairs;
  private List<CdcFile> files = List.of();

  /**
   * @param held where the files go
   */
  ChangeData(LakeContext lake, HeldFiles held, NewRows rows, RowChanges changed) {
    this.lake = lake;
    this.held = held;
    this.table = rows.table();
    this.rows = rows;
    this.changed = changed;
    this.own = new HashSet<>(rows.finishedFiles());
    this.writer =
        FileWriter.ofChanges(
            held,
            lake.environment(),
            table.location(),
            table.head(),
            lake.settings().targetFileBytes());
    this.arePairs = updatedRows() == newVersions();
  }

  /** Writes the files that are needed. */
  void write() {
    List<FileDeletion> committed = new ArrayList<>();
    boolean isPlain = isEmpty(rows.buffered()) && own.stream().allMatch(this::isGone);
    for (FileDeletion deletion : changed.deletions().files()) {
      if (!own.contains(deletion.file())) {
        committed.add(deletion);
        isPlain &= deletion.isWhole();
      }
    }
    if (committed.isEmpty() || isPlain) {
      return;
    }
    committed.forEach(this::gone);
    BufferedRows buffered = rows.buffered();
    come(ChangeType.INSERT, rows.insertedFiles(), buffered.inserted());
    come(
        arePairs ? ChangeType.UPDATE_POSTIMAGE : ChangeType.INSERT,
        rows.updatedFiles(),
        buffered.updated());
    files = writer.finishAll().stream().map(CdcFile::of).toList();
  }

  /** The files that are needed. */
  List<CdcFile> files() {
    return files;
  }

  /** Those of them that are not in the store. */
  List<CarriedFile> heldFiles() {
    List<CarriedFile> some = new ArrayList<>();
    for (CdcFile file : files) {
      byte[] content = held.find(DeltaNames.dataFile(table.location(), file.path()));
      if (content != null) {
        some.add(new CarriedFile(file.path(), content));
      }
    }
    return some;
  }

  private boolean isGone(AddFile file) {
    return changed.deletions().isGone(file);
  }

  private static boolean isEmpty(BufferedRows buffered) {
    return buffered.all().stream().allMatch(batch -> batch.rowCount() == 0);
  }

  /** How many rows of others were updated. */
  private long updatedRows() {
    long sum = 0;
    for (FileDeletion each : changed.updated().files()) {
      sum += own.contains(each.file()) ? 0 : each.rowCount();
    }
    return sum;
  }

  /** How many new versions of such rows are left. */
  private long newVersions() {
    long sum = 0;
    for (AddFile file : rows.updatedFiles()) {
      FileDeletion deleted = changed.deletions().of(file);
      sum += file.rowCount() - (deleted == null ? 0 : deleted.rowCount());
    }
    for (Batch batch : rows.buffered().updated()) {
      sum += batch.rowCount();
    }
    return sum;
  }

  /** Writes the rows of a file that go, as they were. */
  private void gone(FileDeletion deletion) {
    AddFile file = deletion.file();
    FileDeletion updated = arePairs ? changed.updated().of(file) : null;
    if (updated == null) {
      write(file, ChangeType.DELETE, deletion.rows(), DeletedRows.NONE);
      return;
    }
    DeletedRows some = updated.rows();
    write(file, ChangeType.UPDATE_PREIMAGE, some, DeletedRows.NONE);
    if (some != null) {
      write(file, ChangeType.DELETE, deletion.rows(), some);
    }
  }

  private void write(
      AddFile file, ChangeType type, @Nullable DeletedRows only, DeletedRows without) {
    try (ChangeSource source =
        ChangeSource.ofRows(
            scan(TableFiles.NONE, List.of()), lake.dataFiles(), file, type, only, without)) {
      for (ChangedRows each = source.next(); each != null; each = source.next()) {
        write(type, each.rows());
      }
    }
  }

  private void come(ChangeType type, List<AddFile> files, List<Batch> buffered) {
    TableScan scan = scan(TableFiles.of(files), buffered).without(changed.deletions());
    try (ScanCursor cursor = scan.open(lake.dataFiles(), lake.environment().background())) {
      for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) {
        write(type, batch);
      }
    }
  }

  private TableScan scan(TableFiles files, List<Batch> buffered) {
    return new TableScan(
        table.location(),
        table.head().schema(),
        table.head().columnMapping(),
        files,
        buffered,
        table.head().schema().columns(),
        null,
        Long.MAX_VALUE);
  }

  private void write(ChangeType type, Batch batch) {
    StructType columns = ChangeFiles.columns(table.head().schema().columns());
    List<Vector> vectors = new ArrayList<>();
    for (int c = 0; c < batch.type().size(); c++) {
      vectors.add(batch.vector(c));
    }
    vectors.add(Vector.constant(DataType.STRING, type.text(), batch.rowCount()));
    writer.write(List.of(new Batch(columns, vectors, batch.rowCount())));
  }

  /** Deletes the files, when it is certain that no commit names them. */
  void discard() {
    writer.discard();
  }

  /** Lets go of open files; those that are finished stay. */
  @Override
  public void close() {
    writer.close();
  }
}
