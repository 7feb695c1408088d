package org.tarnlake.transaction;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.deleted.DeletedRows;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CommitUnknownException;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.TarnException;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.lake.RatifiedEntry;
import org.tarnlake.lake.TableLoader;
import org.tarnlake.lake.publish.Publisher;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.scan.DeletionVectors;
import org.tarnlake.table.write.WriteSettings;
import org.tarnlake.work.Waiting;

/**
 * The only loop that commits (docs/isolation.md): check, write, ratify, and have it published. Safe
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

  /**
   * Behind so many entries that are not known to be published files travel in none: they would come
   * faster than they are published, for which they stay in memory.
   */
  private static final int MAX_UNPUBLISHED = 256;

  private final ObjectStore store;
  private final Environment environment;
  private final LakeLog log;
  private final TableLoader loader;
  private final Publisher publisher;
  private final WriteSettings settings;
  private final Lifetime lifetime;

  // Guarded by this.
  private final Queue<CommitRequest> waiting = new ArrayDeque<>();
  private boolean committing;

  /** The version before the first commit, or before it was prepared; -1 before that. */
  private long firstBase = -1;

  Committer(
      ObjectStore store,
      Environment environment,
      LakeLog log,
      TableLoader loader,
      Publisher publisher,
      WriteSettings settings,
      Lifetime lifetime) {
    this.store = store;
    this.environment = environment;
    this.log = log;
    this.loader = loader;
    this.publisher = publisher;
    this.settings = settings;
    this.lifetime = lifetime;
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
    // Whoever closes the lake waits for all that got past this.
    lifetime.requireOpen();
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
      notifyAll();
    } else {
      next.itsTurn();
    }
  }

  /** Waits until nobody commits. */
  public synchronized void awaitIdle() {
    Waiting.until(this, () -> !committing);
  }

  private void commitGroup(List<CommitRequest> candidates) {
    try {
      List<CommitRequest> remaining = candidates;
      while (!remaining.isEmpty()) {
        remaining = commitSome(remaining);
      }
    } catch (RuntimeException | Error e) {
      // Whose put was begun was told so; of all others nothing is in the log.
      for (CommitRequest request : candidates) {
        if (!request.isDone()) {
          request.failed(notCommitted(e));
        }
      }
      if (e instanceof Error error) {
        throw error;
      }
    }
  }

  /** How much of new files may travel in the next entry. */
  synchronized long carriedBytes() {
    if (log.format().entriesAreCommits()) {
      return 0;
    }
    long newest = log.latest().version();
    firstBase = firstBase < 0 ? newest : firstBase;
    long unpublished = newest - Math.max(log.publishedThrough(), firstBase);
    return unpublished > MAX_UNPUBLISHED ? 0 : settings.carriedBytes();
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
    try (EntryWriter writer =
        new EntryWriter(store, environment, log, loader, settings, carriedBytes())) {
      for (int attempt = 0; !group.isEmpty(); ) {
        if (attempt == MAX_ATTEMPTS) {
          throw new ConflictException(
              "other processes took the next lake version %s times; nothing was committed, run the transaction again"
                  .formatted(MAX_ATTEMPTS));
        }
        List<CommitGroup.GroupWrite> writes = group.writes();
        LogEntry entry = entry(writer, base, group, writes);
        if (entry == null) {
          group = group.afterFailure(writes, later);
          continue;
        }
        if (ratify(writer, group, entry)) {
          break;
        }
        if (attempt > 0) {
          // In a distant store a pause that grows would let whoever comes anew win each time.
          log.pauseBefore(store.isLocal() ? attempt + 1 : 1);
        }
        attempt++;
        // The entry follows the very state that was checked: other threads move the log on
        // meanwhile.
        base = log.catchUp();
        CommitGroup next = new CommitGroup();
        withoutConflicts(group.members(), base).forEach(next::admit);
        group = next;
      }
    }
    return later;
  }

  /** The entry of a group; null if something failed, as the group and its writes tell. */
  private static @Nullable LogEntry entry(
      EntryWriter writer, LakeState base, CommitGroup group, List<CommitGroup.GroupWrite> writes) {
    try {
      return writer.write(base, group, writes);
    } catch (TarnException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      group.failed(e);
      return null;
    }
  }

  /** Puts the entry of a group, and tells its transactions; false if others took the version. */
  private boolean ratify(EntryWriter writer, CommitGroup group, LogEntry entry) {
    log.requireStanding();
    try {
      if (!log.ratify(entry)) {
        return false;
      }
    } catch (ConflictException | StorageException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      writer.unknown();
      CommitUnknownException unknown =
          e instanceof CommitUnknownException told
              ? told
              : new CommitUnknownException(
                  "the commit ended in an error, %s; read the log (tarn log) before anything else"
                      .formatted(e),
                  e);
      group.members().forEach(member -> member.failed(unknown));
      throw e;
    }
    group.members().forEach(member -> member.committed(entry.lakeVersion()));
    writer.committed();
    publisher.wake();
    return true;
  }

  /** What is told to whom nothing was committed for, since something failed before the put. */
  static TarnException notCommitted(Throwable e) {
    if (e instanceof TarnException known && !(e instanceof CommitUnknownException)) {
      return known;
    }
    return new StorageException(
        "the commit could not be written: %s; nothing was committed, run the transaction again"
            .formatted(e),
        e);
  }

  /** Those that may follow a state of the lake; the others are told why not. */
  private List<CommitRequest> withoutConflicts(List<CommitRequest> requests, LakeState base) {
    List<CommitRequest> kept = new ArrayList<>();
    for (CommitRequest request : requests) {
      TarnException why;
      try {
        why = conflict(request, base.version());
      } catch (RuntimeException | Error e) {
        why = notCommitted(e);
      }
      if (why == null) {
        kept.add(request);
      } else {
        request.failed(why);
      }
    }
    return kept;
  }

  /**
   * Checks that a transaction may follow all that was committed up to a version.
   *
   * @throws ConflictException if not
   */
  void requireNoConflict(CommitRequest request, long through) {
    ConflictException why = conflict(request, through);
    if (why != null) {
      throw why;
    }
  }

  private @Nullable ConflictException conflict(CommitRequest request, long through) {
    ReadSet reads = request.checkedReads();
    Set<String> tables = new HashSet<>();
    request.writes().forEach(write -> tables.add(write.table().id()));
    request.catalog().forEach(change -> tables.add(change.tableId()));
    if (reads != null) {
      tables.addAll(reads.tableIds());
      tables.addAll(reads.applications().keySet());
    }
    for (long version = request.checkedThrough() + 1; version <= through; version++) {
      if (log.isForgotten(version)) {
        return new ConflictException(
            "other writers committed so much since version %s that it was cleaned up; nothing was committed, run the transaction again"
                .formatted(request.readVersion()));
      }
      RatifiedEntry entry = log.entry(version);
      Changes winner =
          Changes.of(
              entry,
              log.format().versionWord(),
              tables::contains,
              id ->
                  new WinnerKnowledge(
                      loader.dataFiles(), request, id, !log.format().entriesAreCommits()));
      ConflictCheck.Conflict conflict = ConflictCheck.conflict(request.changes(), reads, winner);
      conflict = conflict == null ? keyConflict(request, winner) : conflict;
      if (conflict != null) {
        return new ConflictException(
            "%s%s conflicts with this transaction, which read %s %s: %s; nothing was committed, run the transaction again"
                .formatted(
                    subject(request, entry, conflict.tableId()),
                    winner.who(),
                    log.format().versionWord(),
                    request.readVersion(),
                    conflict.why()));
      }
      request.checkedThrough(version);
      request.followed().follow(winner, this::rows);
    }
    return null;
  }

  private DeletedRows rows(OwnTable table, DeletionVector vector) {
    return DeletionVectors.load(loader.dataFiles(), table.location(), vector);
  }

  /** Whether a winner appended a key that a merge inserted. */
  private static ConflictCheck.@Nullable Conflict keyConflict(
      CommitRequest request, Changes winner) {
    for (InsertedKeys keys : request.insertedKeys()) {
      TableChange theirs = winner.tables().get(keys.tableId());
      for (AddFile file : theirs == null ? List.<AddFile>of() : theirs.added()) {
        String key = keys.in(file);
        if (key != null) {
          return new ConflictCheck.Conflict(
              keys.tableId(),
              "it added a row with the key %s, which this transaction's merge inserts"
                  .formatted(key));
        }
      }
    }
    return null;
  }

  /** What a message of a conflict begins with. */
  private static String subject(
      CommitRequest request, RatifiedEntry winner, @Nullable String tableId) {
    return tableId == null ? "" : "table %s: ".formatted(tableName(request, winner, tableId));
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
}
