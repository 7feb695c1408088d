package org.tarnlake.transaction;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.row.Batch;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.SetTransaction;
import org.tarnlake.work.Waiting;

/**
 * A transaction on its way into the log. Its outcome is written by the thread that commits the
 * group and read by the transaction's own, both holding its lock.
 */
final class CommitRequest {
  /**
   * What one table gets.
   *
   * @param files that are written already
   * @param rows that are in no file yet, all columns
   * @param isNew whether the transaction makes the table
   * @param hasRead whether the transaction read rows of the table
   * @param headChange what becomes of its protocol and metadata; null if they stay
   * @param progress how far applications have come
   */
  record TableWrite(
      OwnTable table,
      List<AddFile> files,
      List<Batch> rows,
      boolean isNew,
      boolean hasRead,
      @Nullable HeadChange headChange,
      List<SetTransaction> progress) {
    TableWrite {
      files = List.copyOf(files);
      rows = List.copyOf(rows);
      progress = List.copyOf(progress);
    }

    /** A change of protocol and metadata, and nothing else. */
    static TableWrite ofHead(OwnTable table, HeadChange change) {
      return new TableWrite(table, List.of(), List.of(), false, true, change, List.of());
    }

    Set<String> applications() {
      return progress.stream().map(SetTransaction::appId).collect(Collectors.toSet());
    }

    boolean changesMetadata() {
      return isNew || headChange != null;
    }
  }

  private final long readVersion;
  private final @Nullable ReadSet reads;
  private final List<CatalogChange> catalog;
  private final List<TableWrite> writes;
  private final long notBeforeMillis;
  private long checkedThrough;
  private boolean alone;

  // Guarded by this.
  private boolean turn;
  private long committedVersion = -1;
  private @Nullable RuntimeException failure;

  /**
   * @param notBeforeMillis the commit's timestamp is no earlier
   */
  CommitRequest(
      long readVersion,
      @Nullable ReadSet reads,
      List<CatalogChange> catalog,
      List<TableWrite> writes,
      long notBeforeMillis) {
    this.notBeforeMillis = notBeforeMillis;
    this.readVersion = readVersion;
    this.reads = reads;
    this.catalog = List.copyOf(catalog);
    this.writes = List.copyOf(writes);
    this.checkedThrough = readVersion;
  }

  long notBeforeMillis() {
    return notBeforeMillis;
  }

  long readVersion() {
    return readVersion;
  }

  List<CatalogChange> catalog() {
    return catalog;
  }

  List<TableWrite> writes() {
    return writes;
  }

  /** What was read, if it matters for the commit: the transaction is serializable. */
  @Nullable ReadSet checkedReads() {
    return reads;
  }

  /** What it changes, as far as the conflict check goes. */
  Changes changes() {
    Map<String, TableChange> tables = new HashMap<>();
    for (TableWrite write : writes) {
      tables.put(
          write.table().id(),
          new TableChange(
              write.files(), Set.of(), false, write.changesMetadata(), write.applications()));
    }
    return new Changes("a transaction of the same process", catalog, tables);
  }

  /** The lake version up to which no conflict was found. */
  long checkedThrough() {
    return checkedThrough;
  }

  void checkedThrough(long version) {
    checkedThrough = version;
  }

  /** Has it share its entry with nobody. */
  void goAlone() {
    alone = true;
  }

  boolean isAlone() {
    return alone;
  }

  synchronized boolean isDone() {
    return committedVersion >= 0 || failure != null;
  }

  synchronized void committed(long version) {
    committedVersion = version;
    notifyAll();
  }

  synchronized void failed(RuntimeException e) {
    failure = e;
    notifyAll();
  }

  /** Tells the transaction's thread to commit what waits. */
  synchronized void itsTurn() {
    turn = true;
    notifyAll();
  }

  /** Waits for the outcome, or for the turn to commit: then true. Interrupts do not end it. */
  synchronized boolean awaitTurn() {
    Waiting.until(this, () -> isDone() || turn);
    return !isDone();
  }

  /** The lake version of the commit. Throws what made it fail. */
  synchronized long result() {
    if (failure != null) {
      throw failure;
    }
    return committedVersion;
  }

  /** The name of a table that the transaction changes, for messages; null for any other. */
  @Nullable String tableName(String tableId) {
    for (TableWrite write : writes) {
      if (write.table().id().equals(tableId)) {
        return write.table().name().toString();
      }
    }
    for (CatalogChange change : catalog) {
      if (change.tableId().equals(tableId)) {
        return change.nameBefore().toString();
      }
    }
    return null;
  }
}
