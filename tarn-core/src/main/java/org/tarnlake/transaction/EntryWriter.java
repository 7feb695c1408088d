package org.tarnlake.transaction;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.env.Environment;
import org.tarnlake.lake.CarriedFile;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.CommitClock;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.lake.LogFormat;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.lake.TableLoader;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.write.FileWriter;
import org.tarnlake.table.write.HeldFiles;
import org.tarnlake.table.write.RowIdColumns;
import org.tarnlake.table.write.RowTracking;
import org.tarnlake.table.write.Unnamed;
import org.tarnlake.table.write.VectorRules;
import org.tarnlake.table.write.WriteSettings;
import org.tarnlake.work.Parallel;

/**
 * Makes the log entry of a group, and writes what it names: rows that are in no file yet go into
 * data files that the group shares, a big commit into an object of its own. What fails is told of
 * the table that it belongs to. Closing it deletes what no entry can name. One thread at a time.
 */
final class EntryWriter implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(EntryWriter.class.getName());
  private static final int PARALLEL_FILES = 64;

  /** A table's commit of more bytes stands in an object of its own. */
  private static final int STAGED_BYTES = 1 << 20;

  private final ObjectStore store;
  private final Environment environment;
  private final LakeLog log;
  private final TableLoader loader;
  private final WriteSettings settings;
  private final Map<String, CommitGroup.GroupWrite> flushed = new HashMap<>();

  /** Gets new files. */
  private final HeldFiles held;

  /** The objects that were written here; and those of them that the newest entry names. */
  private final Set<String> written = ConcurrentHashMap.newKeySet();

  private final Set<String> named = new HashSet<>();
  private boolean committed;

  /**
   * @param carriedBytes up to this much of new files travels in the entry
   */
  EntryWriter(
      ObjectStore store,
      Environment environment,
      LakeLog log,
      TableLoader loader,
      WriteSettings settings,
      long carriedBytes) {
    this.store = store;
    this.environment = environment;
    this.log = log;
    this.loader = loader;
    this.settings = settings;
    this.held = new HeldFiles(store, carriedBytes);
  }

  /** Notes that the entry names an object, which was written unless it is held. */
  private void named(String object) {
    named.add(object);
    if (held.find(object) == null) {
      written.add(object);
    }
  }

  /** Has a file go into the entry, or into the store. */
  private void put(String object, byte[] content) {
    // It may be there though the put fails.
    written.add(object);
    StoreAccess.ask(
        "write %s in %s".formatted(object, store.location()),
        "nothing was committed, try again",
        () -> held.putIfAbsent(object, content));
    written.remove(object);
    named(object);
  }

  /**
   * The entry of a group's transactions after a state of the lake.
   *
   * @param writes what they write; those that fail are told so
   * @return null if any of them failed
   */
  @Nullable LogEntry write(LakeState base, CommitGroup group, List<CommitGroup.GroupWrite> writes) {
    named.clear();
    long timestamp = timestamp(base, group, writes);
    flush(writes);
    UUID txnId = environment.newUuid();
    boolean serializable =
        group.members().stream().anyMatch(member -> member.checkedReads() != null);
    List<TableCommit> commits = new ArrayList<>();
    for (CommitGroup.GroupWrite write : writes) {
      if (write.failure() == null) {
        try {
          if (write.headChange() instanceof HeadChange.Altered) {
            write.follow(head(base, write.table()));
          }
          putChanges(write);
          removeRows(base, group, write, timestamp);
          commits.add(tableCommit(base, write, timestamp, txnId, serializable));
        } catch (RuntimeException | Error e) {
          write.failed(e);
        }
      }
    }
    if (commits.size() < writes.size()) {
      return null;
    }
    long readVersion =
        group.members().stream().mapToLong(CommitRequest::readVersion).min().orElse(base.version());
    return new LogEntry(
        base.end(),
        base.version() + 1,
        txnId,
        readVersion,
        timestamp,
        serializable ? "serializable" : "snapshot",
        log.format().entriesAreCommits()
            ? EntryBuilder.standaloneOperation(writes)
            : EntryBuilder.operation(group),
        CommitInfo.ENGINE,
        group.members().size(),
        group.catalog(),
        group.sequences(),
        commits);
  }

  private long timestamp(LakeState base, CommitGroup group, List<CommitGroup.GroupWrite> writes) {
    LogFormat format = log.format();
    long timestamp = CommitClock.now(base, store, environment, format.draftFolder());
    if (format.timesIncrease() || writes.get(0).table().head().hasInCommitTimestamps()) {
      // Without them a time is what some writer noted, and binds nobody.
      timestamp = Math.max(timestamp, CommitClock.after(base));
    }
    for (CommitRequest member : group.members()) {
      timestamp = Math.max(timestamp, member.notBeforeMillis());
    }
    return timestamp;
  }

  /** Writes the rows that are in no file yet, unless an earlier attempt wrote the same ones. */
  private void flush(List<CommitGroup.GroupWrite> writes) {
    List<Runnable> tasks = new ArrayList<>();
    for (CommitGroup.GroupWrite write : writes) {
      CommitGroup.GroupWrite earlier = flushed.put(write.table().id(), write);
      if (earlier != null && earlier.failure() == null && earlier.hasSameRowsAs(write)) {
        write.sharedFiles(earlier.sharedFiles());
      } else if (write.hasRowsToWrite()) {
        tasks.add(() -> writeFiles(write));
      }
    }
    Parallel.run(environment.background(), PARALLEL_FILES, tasks);
    for (CommitGroup.GroupWrite write : writes) {
      write.sharedFiles().forEach(file -> named(object(write, file.path())));
      write.heldFiles().forEach(file -> named.add(object(write, file.path())));
    }
    held.retain(named);
  }

  private static String object(CommitGroup.GroupWrite write, String path) {
    return DeltaNames.dataFile(write.table().location(), path);
  }

  private void writeFiles(CommitGroup.GroupWrite write) {
    OwnTable table = write.table();
    RowIdColumns ids = RowIdColumns.of(table.head());
    boolean haveIds =
        ids != null
            && write.parts().stream().anyMatch(part -> part.rows().stream().anyMatch(ids::areIn));
    FileWriter files =
        FileWriter.ofRows(
            held,
            environment,
            table.location(),
            table.head(),
            haveIds ? ids : null,
            settings.targetFileBytes());
    try {
      write.parts().forEach(part -> files.write(part.rows()));
      write.sharedFiles(files.finishAll());
    } catch (RuntimeException | Error e) {
      write.failedInRows(e);
      files.discard();
    }
  }

  /**
   * Protocol and metadata of a table before the commit, also of one that comes back with it; those
   * that it gets if it is new.
   */
  private TableHead head(LakeState base, OwnTable table) {
    CatalogTable before = EntryBuilder.before(base, table);
    return before == null ? table.head() : loader.head(before, base);
  }

  /** Writes the files of changes, unless an earlier attempt did. */
  private void putChanges(CommitGroup.GroupWrite write) {
    for (CarriedFile file : write.heldFiles()) {
      String object = object(write, file.path());
      if (held.find(object) == null && !written.contains(object)) {
        put(object, file.content());
      }
    }
  }

  /** Writes the vectors of rows that go. */
  private void removeRows(
      LakeState base, CommitGroup group, CommitGroup.GroupWrite write, long timestamp) {
    Rewind rewind = write.rewind();
    Rewrite rewrite = write.rewrite();
    if (write.deletions().isEmpty() && rewind == null && rewrite == null) {
      return;
    }
    OwnTable table = write.table();
    UUID id = environment.newUuid();
    CommitRequest.TableWrite part = write.parts().get(0);
    CommitRequest request = group.members().get(0);
    DataFiles files = loader.dataFiles();
    RowRemoval removal =
        rewrite != null
            ? RowRemoval.of(rewrite, request, part, files, timestamp, id)
            : rewind == null
                ? RowRemoval.of(request, part, files, timestamp, id)
                : RowRemoval.of(rewind, part, files, timestamp, id);
    TableHead enabled = null;
    if (removal.vectorFile() != null) {
      put(DeltaNames.vectors(table.location(), id), removal.vectors().toBytes());
      TableHead head =
          write.headChange() instanceof HeadChange.Altered altered
              ? altered.after()
              : head(base, table);
      enabled = VectorRules.isLacking(head) ? VectorRules.enabled(head) : null;
    }
    write.removal(removal, enabled);
  }

  private TableCommit tableCommit(
      LakeState base,
      CommitGroup.GroupWrite write,
      long timestamp,
      UUID txnId,
      boolean serializable) {
    OwnTable table = write.table();
    long version = EntryBuilder.tableVersion(base, table);
    List<Action> adds = adds(base, write, version);
    boolean isEntry = log.format().entriesAreCommits();
    List<Action> actions =
        isEntry
            ? EntryBuilder.standaloneActions(write, adds, version, timestamp, txnId, serializable)
            : EntryBuilder.actions(write, adds, base, timestamp, txnId);
    // An alteration may change nothing any more, if others made the same one meanwhile.
    boolean changesHead =
        actions.stream().anyMatch(each -> each instanceof Protocol || each instanceof Metadata);
    CommitLines lines = CommitLines.of(actions);
    if (lines.bytes().length <= STAGED_BYTES || isEntry) {
      return TableCommit.inline(table.id(), version, lines, changesHead).with(carried(write));
    }
    String staged = DeltaNames.staged(table.location(), version, environment.newUuid());
    named(staged);
    StoreAccess.ask(
        "write %s in %s".formatted(staged, store.location()),
        "nothing was committed, try again",
        () -> store.putIfAbsent(staged, lines.bytes()));
    return TableCommit.staged(table.id(), version, staged, lines, changesHead).with(carried(write));
  }

  /** The files of a table that the entry is to carry. */
  private List<CarriedFile> carried(CommitGroup.GroupWrite write) {
    List<String> paths = new ArrayList<>();
    write.sharedFiles().forEach(file -> paths.add(file.path()));
    write.heldFiles().forEach(file -> paths.add(file.path()));
    UUID vectors = write.removal().vectorFile();
    if (vectors != null) {
      paths.add(DeltaNames.vectors("", vectors));
    }
    List<CarriedFile> files = new ArrayList<>();
    for (String path : paths) {
      byte[] content = held.find(object(write, path));
      if (content != null) {
        files.add(new CarriedFile(path, content));
      }
    }
    return files;
  }

  /** What a commit adds; with row ids after those of the version before. */
  private List<Action> adds(LakeState base, CommitGroup.GroupWrite write, long version) {
    TableHead head =
        write.headChange() instanceof HeadChange.Altered altered
            ? altered.after()
            : write.table().head();
    List<Action> adds = new ArrayList<>(write.removal().stays());
    adds.addAll(write.files());
    if (!RowTracking.isOn(head) || (adds.isEmpty() && write.headChange() == null)) {
      return adds;
    }
    CatalogTable before = EntryBuilder.before(base, write.table());
    return TrackedFiles.adds(
        write,
        before == null ? null : loader.load(before, base),
        head,
        version,
        loader.dataFiles());
  }

  /** Tells that the newest entry stands in the log: what it names stays. */
  void committed() {
    written.removeAll(named);
    committed = true;
  }

  /** Tells that the newest entry may stand in the log: everything stays. */
  void unknown() {
    written.clear();
  }

  /** Deletes what no entry names, as far as the store lets it. Never throws. */
  @Override
  public void close() {
    if (written.isEmpty()) {
      return;
    }
    if (committed) {
      try {
        // Nobody is to wait for it who has committed.
        environment.background().execute(this::delete);
        return;
      } catch (RejectedExecutionException e) {
        LOGGER.log(Level.DEBUG, "no thread deletes what nothing names", e);
      }
    }
    delete();
  }

  private void delete() {
    Unnamed.delete(store, written);
  }
}
