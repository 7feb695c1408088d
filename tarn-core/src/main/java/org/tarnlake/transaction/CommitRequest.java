package org.tarnlake.transaction;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tarnlake.lake.CarriedFile;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.row.Batch;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CdcFile;
import org.tarnlake.table.action.DomainMetadata;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.SetTransaction;
import org.tarnlake.table.scan.Deletions;
import org.tarnlake.table.scan.FileDeletion;
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
   * @param deletions rows that go, of files that other transactions committed
   * @param headChange what becomes of its protocol and metadata; null if they stay
   * @param progress how far applications have come
   * @param statement what was done to the rows; null if they were only appended
   * @param changeFiles that tell which rows change; none where adds and removes tell, or nobody
   *     asks
   * @param heldFiles those of them that are not written yet
   * @param rewind what the table gets back and gives up; null unless it is brought back
   * @param rewrite its files that are written anew; null if none are
   * @param domains what becomes of its domains
   */
  record TableWrite(
      OwnTable table,
      List<AddFile> files,
      List<Batch> rows,
      Deletions deletions,
      boolean isNew,
      boolean hasRead,
      @Nullable HeadChange headChange,
      List<SetTransaction> progress,
      @Nullable Statement statement,
      List<CdcFile> changeFiles,
      List<CarriedFile> heldFiles,
      @Nullable Rewind rewind,
      @Nullable Rewrite rewrite,
      List<DomainMetadata> domains) {
    TableWrite {
      files = List.copyOf(files);
      rows = List.copyOf(rows);
      progress = List.copyOf(progress);
      changeFiles = List.copyOf(changeFiles);
      heldFiles = List.copyOf(heldFiles);
      domains = List.copyOf(domains);
    }

    /** Without files of changes, and of a table that is not brought back. */
    TableWrite(
        OwnTable table,
        List<AddFile> files,
        List<Batch> rows,
        Deletions deletions,
        boolean isNew,
        boolean hasRead,
        @Nullable HeadChange headChange,
        List<SetTransaction> progress,
        @Nullable Statement statement) {
      this(
          table,
          files,
          rows,
          deletions,
          isNew,
          hasRead,
          headChange,
          progress,
          statement,
          List.of(),
          List.of(),
          null,
          null,
          List.of());
    }

    /** A change of protocol and metadata, and nothing else. */
    static TableWrite ofHead(OwnTable table, HeadChange change) {
      return new TableWrite(
          table, List.of(), List.of(), Deletions.NONE, false, true, change, List.of(), null);
    }

    Set<String> applications() {
      return progress.stream().map(SetTransaction::appId).collect(Collectors.toSet());
    }

    boolean changesMetadata() {
      return isNew || headChange != null;
    }

    private TableChange.@Nullable Head headOfChange() {
      boolean followsRows =
          headChange instanceof HeadChange.Altered altered && altered.followsRows();
      return followsRows
          ? TableChange.OF_ANY_ROWS
          : changesMetadata() ? TableChange.SOME_CHANGE : null;
    }
  }

  private final long readVersion;
  private final @Nullable ReadSet reads;
  private final List<CatalogChange> catalog;
  private final List<SetTransaction> sequences;
  private final List<TableWrite> writes;
  private final List<InsertedKeys> insertedKeys;
  private final long notBeforeMillis;

  private final Followed followed;

  private long checkedThrough;
  private boolean alone;

  // Guarded by this.
  private boolean turn;
  private long committedVersion = -1;
  private @Nullable RuntimeException failure;

  /**
   * @param sequences the numbers that applications record for the whole lake
   * @param insertedKeys those that merges inserted
   * @param notBeforeMillis the commit's timestamp is no earlier
   */
  CommitRequest(
      long readVersion,
      @Nullable ReadSet reads,
      List<CatalogChange> catalog,
      List<SetTransaction> sequences,
      List<TableWrite> writes,
      List<InsertedKeys> insertedKeys,
      long notBeforeMillis) {
    this.insertedKeys = List.copyOf(insertedKeys);
    this.notBeforeMillis = notBeforeMillis;
    this.readVersion = readVersion;
    this.reads = reads;
    this.catalog = List.copyOf(catalog);
    this.sequences = List.copyOf(sequences);
    this.writes = List.copyOf(writes);
    this.checkedThrough = readVersion;
    this.followed = new Followed(this.writes);
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

  /** Whether a table enters the catalog that was in it: nobody else committed to it meanwhile. */
  boolean bringsBack(CatalogChange change) {
    return change instanceof CatalogChange.AttachTable && notBeforeMillis == 0;
  }

  /** The numbers that applications record for the whole lake, and in each table that it touches. */
  List<SetTransaction> sequences() {
    return sequences;
  }

  /** Whose numbers it records for the whole lake. */
  Set<String> applications() {
    return sequences.stream().map(SetTransaction::appId).collect(Collectors.toSet());
  }

  List<TableWrite> writes() {
    return writes;
  }

  /** The keys that merges inserted. */
  List<InsertedKeys> insertedKeys() {
    return insertedKeys;
  }

  /** What was read, if it matters for the commit: the transaction is serializable. */
  @Nullable ReadSet checkedReads() {
    return reads;
  }

  /** What it changes, as far as the conflict check goes. */
  Changes changes() {
    Map<String, TableChange> tables = new HashMap<>();
    for (TableWrite write : writes) {
      Set<String> recorded = new HashSet<>(write.applications());
      recorded.addAll(applications());
      tables.put(
          write.table().id(),
          new TableChange(
              write.files(),
              taken(write),
              Map.of(),
              write.headOfChange(),
              write.rewind() != null,
              recorded));
    }
    return new Changes("a transaction of the same process", catalog, applications(), tables);
  }

  /** What it takes of files that others committed, by their canonical paths. */
  Map<String, Taken> taken(TableWrite write) {
    Rewrite rewrite = write.rewrite();
    if (rewrite != null) {
      return rewrite.taken();
    }
    Map<String, Taken> taken = new HashMap<>();
    for (FileDeletion each : followed.deletions(write).files()) {
      taken.put(FileKey.of(each.file()).path(), new Taken(each.rows(), true, each.file(), null));
    }
    return taken;
  }

  /** What became of its files through transactions that it follows. */
  Followed followed() {
    return followed;
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
