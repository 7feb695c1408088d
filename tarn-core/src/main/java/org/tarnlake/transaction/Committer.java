package org.tarnlake.transaction;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import org.tarnlake.env.Environment;
import org.tarnlake.env.Parallel;
import org.tarnlake.error.CommitUnknownException;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.TarnException;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.lake.Publisher;
import org.tarnlake.lake.RatifiedEntry;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.lake.TableLoader;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.table.Action;
import org.tarnlake.table.AddFile;
import org.tarnlake.table.CommitInfo;
import org.tarnlake.table.CommitLines;
import org.tarnlake.table.DeltaNames;
import org.tarnlake.table.RowTracking;

/**
 * The only loop that commits (DESIGN, "Commit"): flush, check, ratify, and have it published. Safe
 * for many threads.
 *
 * <p>Group commit: one thread at a time commits, for all that wait. Their small appends to one
 * table share a data file, and all of them one log entry; each is told its own outcome.
 *
 * <p>Invariant: nothing throws after {@link LakeLog#ratify} returned true.
 */
public final class Committer {
  private static final int MAX_GROUP = 512;
  private static final int MAX_ATTEMPTS = 200;
  private static final int PARALLEL_FILES = 64;

  /** A table's commit of more bytes stands in an object of its own. */
  private static final int STAGED_BYTES = 1 << 20;

  private final ObjectStore store;
  private final Environment environment;
  private final LakeLog log;
  private final TableLoader loader;
  private final Publisher publisher;
  private final WriteSettings settings;

  // Guarded by this.
  private final Queue<CommitRequest> waiting = new ArrayDeque<>();
  private boolean committing;

  Committer(
      ObjectStore store,
      Environment environment,
      LakeLog log,
      TableLoader loader,
      Publisher publisher,
      WriteSettings settings) {
    this.store = store;
    this.environment = environment;
    this.log = log;
    this.loader = loader;
    this.publisher = publisher;
    this.settings = settings;
  }

  /**
   * Commits a transaction.
   *
   * @return the lake version that holds it
   * @throws ConflictException if another transaction won; nothing was committed
   * @throws StorageException if the store failed; nothing was committed
   * @throws CommitUnknownException if the store did not tell
   */
  long commit(CommitRequest request) {
    if (enqueue(request) || request.awaitTurn()) {
      try {
        commitGroup(takeWaiting());
      } finally {
        passOn();
      }
    }
    return request.result();
  }

  /** Adds a transaction; true if nobody commits now, so that its own thread has to. */
  private synchronized boolean enqueue(CommitRequest request) {
    waiting.add(request);
    boolean leads = !committing;
    committing = true;
    return leads;
  }

  /** What waits, the first in the queue being the one whose thread is at it. */
  private synchronized List<CommitRequest> takeWaiting() {
    List<CommitRequest> taken = new ArrayList<>();
    while (!waiting.isEmpty() && taken.size() < MAX_GROUP) {
      taken.add(waiting.remove());
    }
    return taken;
  }

  /** Has the thread of the next waiting transaction commit, if there is one. */
  private synchronized void passOn() {
    CommitRequest next = waiting.peek();
    if (next == null) {
      committing = false;
    } else {
      next.itsTurn();
    }
  }

  private void commitGroup(List<CommitRequest> candidates) {
    try {
      List<CommitRequest> remaining = candidates;
      while (!remaining.isEmpty()) {
        remaining = commitSome(remaining);
      }
    } catch (RuntimeException | Error e) {
      // What is not Tarn's own may have been thrown after the entry was in the log.
      RuntimeException failure =
          e instanceof TarnException known
              ? known
              : new CommitUnknownException(
                  "the commit ended in an error, %s; read the log (tarn log) before anything else"
                      .formatted(e),
                  e);
      for (CommitRequest request : candidates) {
        if (!request.isDone()) {
          request.failed(failure);
        }
      }
      if (e instanceof Error error) {
        throw error;
      }
    }
  }

  /** Commits as many as may share an entry; returns those that have to wait for the next one. */
  private List<CommitRequest> commitSome(List<CommitRequest> candidates) {
    List<CommitRequest> later = new ArrayList<>();
    CommitGroup group = new CommitGroup();
    LakeState base = log.latest();
    for (CommitRequest request : withoutConflicts(candidates, base)) {
      if (!group.admit(request)) {
        later.add(request);
      }
    }
    Map<String, CommitGroup.GroupWrite> flushed = new HashMap<>();
    for (int attempt = 0; !group.isEmpty(); attempt++) {
      if (attempt == MAX_ATTEMPTS) {
        throw new ConflictException(
            "other processes took the next lake version %s times; nothing was committed, run the transaction again"
                .formatted(MAX_ATTEMPTS));
      }
      Map<String, CommitGroup.GroupWrite> writes = group.writes();
      flush(writes.values(), flushed);
      LogEntry entry = entry(base, group, writes.values());
      if (log.ratify(entry)) {
        group.members().forEach(member -> member.committed(entry.lakeVersion()));
        publisher.wake();
        break;
      }
      if (attempt > 0) {
        log.pauseBefore(attempt + 1);
      }
      // The entry follows the very state that was checked: other threads move the log on meanwhile.
      base = log.refresh();
      CommitGroup next = new CommitGroup();
      withoutConflicts(group.members(), base).forEach(next::admit);
      group = next;
    }
    return later;
  }

  /** Those that may follow a state of the lake; the others are told that they conflict. */
  private List<CommitRequest> withoutConflicts(List<CommitRequest> requests, LakeState base) {
    List<CommitRequest> kept = new ArrayList<>();
    for (CommitRequest request : requests) {
      ConflictException conflict = conflict(request, base.version());
      if (conflict == null) {
        kept.add(request);
      } else {
        request.failed(conflict);
      }
    }
    return kept;
  }

  private @org.jspecify.annotations.Nullable ConflictException conflict(
      CommitRequest request, long through) {
    Changes mine = request.changes();
    ReadSet reads = request.checkedReads();
    Set<String> tables = new HashSet<>(mine.tables().keySet());
    mine.catalog().forEach(change -> tables.add(change.tableId()));
    if (reads != null) {
      tables.addAll(reads.tableIds());
    }
    for (long version = request.checkedThrough() + 1; version <= through; version++) {
      if (log.isForgotten(version)) {
        return new ConflictException(
            "other writers committed so much since version %s that it was cleaned up; nothing was committed, run the transaction again"
                .formatted(request.readVersion()));
      }
      RatifiedEntry entry = log.entry(version);
      Changes winner = Changes.of(entry, versionWords(), tables::contains);
      ConflictCheck.Conflict conflict = ConflictCheck.conflict(mine, reads, winner);
      if (conflict != null) {
        return new ConflictException(
            "table %s: %s conflicts with this transaction, which read %s %s: %s; nothing was committed, run the transaction again"
                .formatted(
                    tableName(request, entry, conflict.tableId()),
                    winner.who(),
                    versionWords(),
                    request.readVersion(),
                    conflict.why()));
      }
      request.checkedThrough(version);
    }
    return null;
  }

  private String versionWords() {
    return log.isStandalone() ? "version" : "lake version";
  }

  /** The name for the transaction of a table that it changes, or for the winner of another one. */
  private static String tableName(CommitRequest request, RatifiedEntry winner, String tableId) {
    String name = request.tableName(tableId);
    if (name != null) {
      return name;
    }
    for (CatalogChange change : winner.entry().changes()) {
      boolean leaves =
          change instanceof CatalogChange.DropTable || change instanceof CatalogChange.DetachTable;
      if (leaves && change.tableId().equals(tableId)) {
        return change.nameBefore().toString();
      }
    }
    CatalogTable table = winner.after().catalog().findById(tableId);
    return table == null ? tableId : table.name().toString();
  }

  /** Writes the rows that are in no file yet, unless an earlier attempt wrote the same ones. */
  private void flush(
      Collection<CommitGroup.GroupWrite> writes, Map<String, CommitGroup.GroupWrite> flushed) {
    List<Runnable> tasks = new ArrayList<>();
    for (CommitGroup.GroupWrite write : writes) {
      CommitGroup.GroupWrite earlier = flushed.put(write.table().id(), write);
      if (earlier != null && earlier.hasSameRowsAs(write)) {
        write.sharedFiles(earlier.sharedFiles());
      } else if (write.hasRowsToWrite()) {
        tasks.add(() -> write.sharedFiles(writeFiles(write)));
      }
    }
    Parallel.run(environment.background(), PARALLEL_FILES, tasks);
  }

  private List<AddFile> writeFiles(CommitGroup.GroupWrite write) {
    OwnTable table = write.table();
    try (FileWriter files =
        new FileWriter(
            store, environment, table.location(), table.head(), settings.targetFileBytes())) {
      write.parts().forEach(part -> part.rows().forEach(files::write));
      return files.finishAll();
    }
  }

  private LogEntry entry(
      LakeState base, CommitGroup group, Collection<CommitGroup.GroupWrite> writes) {
    long lakeVersion = base.version() + 1;
    long timestamp = environment.clock().millis();
    if (!log.isStandalone() || writes.iterator().next().table().head().hasInCommitTimestamps()) {
      // Without them a time is what some writer noted, and binds nobody.
      timestamp = Math.max(timestamp, base.timestampMillis() + 1);
    }
    for (CommitRequest member : group.members()) {
      timestamp = Math.max(timestamp, member.notBeforeMillis());
    }
    UUID txnId = environment.newUuid();
    boolean serializable =
        group.members().stream().anyMatch(member -> member.checkedReads() != null);
    List<TableCommit> commits = new ArrayList<>();
    for (CommitGroup.GroupWrite write : writes) {
      long version = EntryBuilder.tableVersion(base, write.table());
      List<? extends Action> adds = adds(base, write, version);
      commits.add(
          tableCommit(
              write,
              version,
              CommitLines.of(
                  log.isStandalone()
                      ? EntryBuilder.standaloneActions(
                          write, adds, version, timestamp, txnId, serializable)
                      : EntryBuilder.actions(write, adds, base, timestamp, txnId))));
    }
    long readVersion =
        group.members().stream().mapToLong(CommitRequest::readVersion).min().orElse(base.version());
    return new LogEntry(
        lakeVersion,
        txnId,
        readVersion,
        timestamp,
        serializable ? "serializable" : "snapshot",
        log.isStandalone()
            ? EntryBuilder.standaloneOperation(writes)
            : EntryBuilder.operation(group),
        CommitInfo.ENGINE,
        group.members().size(),
        group.catalog(),
        commits);
  }

  /** The files of a commit as its actions; with row ids after those of the version before. */
  private List<? extends Action> adds(LakeState base, CommitGroup.GroupWrite write, long version) {
    CatalogTable before = base.catalog().findById(write.table().id());
    if (before == null || write.files().isEmpty() || !RowTracking.isOn(write.table().head())) {
      return write.files();
    }
    return RowTracking.assign(write.files(), loader.load(before, base).domains(), version);
  }

  private TableCommit tableCommit(CommitGroup.GroupWrite write, long version, CommitLines lines) {
    OwnTable table = write.table();
    if (lines.bytes().length <= STAGED_BYTES || log.isStandalone()) {
      return TableCommit.inline(table.id(), version, lines, write.changesMetadata());
    }
    String staged = DeltaNames.staged(table.location(), version, environment.newUuid());
    try {
      store.putIfAbsent(staged, lines.bytes());
    } catch (IOException e) {
      throw new StorageException(
          "cannot write %s in %s: %s; nothing was committed, try again"
              .formatted(staged, store.location(), e.getMessage()),
          e);
    }
    return TableCommit.staged(table.id(), version, staged, lines, write.changesMetadata());
  }
}
