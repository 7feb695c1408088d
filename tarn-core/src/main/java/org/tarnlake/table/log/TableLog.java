package org.tarnlake.table.log;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.checkpoint.CheckpointHint;
import org.tarnlake.table.checkpoint.CheckpointLoader;
import org.tarnlake.table.checkpoint.CheckpointLoader.Expected;
import org.tarnlake.table.checkpoint.CheckpointObjects;
import org.tarnlake.table.state.Checksum;
import org.tarnlake.table.state.TableState;

/**
 * What stands in the {@code _delta_log} of one table, without any lake: the newest checkpoint that
 * can be used and the commits after it. Safe for many threads; every call reads the store.
 *
 * <p>A checkpoint that is incomplete, damaged, or has not as many files as its version checksum
 * says is passed over for an earlier one, and at last for the commits from version 0 on. Where none
 * of them leads to a version, a checkpoint that only the checksum contradicts is used after all.
 * Hints may say what they like; versions must follow one another.
 */
public final class TableLog {
  private static final Logger LOGGER = System.getLogger(TableLog.class.getName());

  /** A checkpoint of more actions stays in its files. */
  public static final int ROWS_IN_MEMORY_MAX = 50_000;

  private static final long NEWEST = Long.MAX_VALUE;

  private final ObjectStore store;
  private final String location;
  private final CheckpointLoader checkpoints;

  /**
   * @param location the table's folder within the store; empty if the store holds nothing else
   */
  public TableLog(ObjectStore store, String location) {
    this(store, location, new DataFiles(store));
  }

  /**
   * @param dataFiles reads checkpoints, and may know them already
   */
  public TableLog(ObjectStore store, String location, DataFiles dataFiles) {
    this(store, location, dataFiles, ROWS_IN_MEMORY_MAX);
  }

  TableLog(ObjectStore store, String location, DataFiles dataFiles, long rowsInMemoryMax) {
    this.store = store;
    this.location = location;
    this.checkpoints = new CheckpointLoader(store, dataFiles, location, rowsInMemoryMax);
  }

  /**
   * The newest version that is published; -1 if there is none.
   *
   * @throws org.tarnlake.error.StorageException if the store fails
   */
  public long newestVersion() {
    CheckpointHint hint = hint();
    long newest = hint == null ? -1 : listFrom(hint).newestVersion();
    return newest >= 0 ? newest : listAll().newestVersion();
  }

  /**
   * The earliest version that can still be loaded; -1 if there is none. It is that of the oldest
   * complete checkpoint where the log was cleaned up, else 0.
   *
   * @throws org.tarnlake.error.StorageException if the store fails
   */
  public long earliestVersion() {
    return listAll().earliestVersion();
  }

  /**
   * The version that was the newest at a point in time, that of any later time being the newest: by
   * the timestamps in commits where the table has them, else by the store's clock.
   *
   * @throws InvalidDataException if the time is before the earliest version that can be loaded, or
   *     if there is no table
   * @throws CorruptionException if the log is damaged
   * @throws org.tarnlake.error.StorageException if the store fails
   */
  public long lastVersionAt(Instant time) {
    LogListing all = listAll();
    if (all.isEmpty()) {
      throw noTable();
    }
    return new CommitTimes(this, all, loadNewest().metadata()).lastVersionAt(time);
  }

  /**
   * The times of the store by which {@link #lastVersionAt} finds versions; those with in-commit
   * timestamps are not among them. Reads nothing where all have one.
   *
   * @param newest the metadata of the newest version
   * @throws org.tarnlake.error.StorageException if the store fails
   */
  public SortedMap<Long, Long> storeTimes(Metadata newest) {
    return CommitTimes.firstInCommit(newest.configuration()) == 0
        ? Collections.emptySortedMap()
        : new CommitTimes(this, listAll(), newest).storeTimes();
  }

  /**
   * The newest version of the table.
   *
   * @throws InvalidDataException if there is no table
   * @throws CorruptionException if the log is damaged
   * @throws org.tarnlake.error.StorageException if the store fails
   */
  public TableState loadNewest() {
    return loadUpTo(NEWEST);
  }

  /**
   * The table as of a version that is published.
   *
   * @throws InvalidDataException if there is no table, or no such version, or none any more since
   *     the log was cleaned up
   * @throws CorruptionException if the log is damaged
   * @throws org.tarnlake.error.StorageException if the store fails
   */
  public TableState load(long version) {
    if (version < 0) {
      throw new InvalidDataException(
          "version %s of %s: versions start at 0".formatted(version, table()));
    }
    return loadUpTo(version);
  }

  /** As {@link #load}, but a checkpoint of that very version is passed over. */
  public TableState loadFromBefore(long version) {
    return advance(loadCheckpoint(version - 1), listAll(), version);
  }

  private TableState loadUpTo(long version) {
    CheckpointHint hint = hint();
    if (hint != null && hint.version() <= version) {
      LogListing some = listFrom(hint);
      TableState state = newestCheckpoint(some, version).state();
      if (state != null) {
        return advance(state, some, version);
      }
    }
    LogListing all = listAll();
    if (all.isEmpty()) {
      throw noTable();
    }
    Found found = newestCheckpoint(all, version);
    TableState state = found.state() == null ? TableState.empty() : found.state();
    try {
      return advance(state, all, version);
    } catch (CorruptionException | InvalidDataException e) {
      TableState lastResort = found.failure() == null ? null : lastResort(all, version);
      if (lastResort != null && lastResort.version() > state.version()) {
        return advance(lastResort, all, version);
      }
      if (found.state() != null || found.failure() == null) {
        throw e;
      }
      found.failure().addSuppressed(e);
      throw found.failure();
    }
  }

  /**
   * The state of the newest usable checkpoint up to a version; the empty state if there is none.
   *
   * @throws org.tarnlake.error.StorageException if the store fails
   */
  public TableState loadCheckpoint(long version) {
    CheckpointHint hint = hint();
    TableState state = null;
    if (hint != null && hint.version() <= version) {
      state = newestCheckpoint(listFrom(hint), version).state();
    }
    if (state == null) {
      LogListing all = listAll();
      state = newestCheckpoint(all, version).state();
      if (state == null && !all.commits().containsKey(0L)) {
        state = lastResort(all, version);
      }
    }
    return state == null ? TableState.empty() : state;
  }

  /** A checkpoint's state if one was usable; else why the newest was not, if there is one. */
  private record Found(@Nullable TableState state, @Nullable RuntimeException failure) {}

  private Found newestCheckpoint(LogListing listing, long version) {
    return newestCheckpoint(listing, version, each -> expected(each, listing));
  }

  /**
   * The state of the newest checkpoint that is sound but for what a version checksum says of it, or
   * for its schema; null if there is none. To be used where nothing else leads to the version.
   */
  private @Nullable TableState lastResort(LogListing listing, long version) {
    TableState state = newestCheckpoint(listing, version, each -> Expected.NOTHING).state();
    if (state != null) {
      LOGGER.log(
          Level.WARNING,
          "the checkpoint of version {0} of {1} with its {2} files is used in spite of its version checksum or schema, since nothing else is left",
          state.version(),
          table(),
          state.fileCount());
    }
    return state;
  }

  private Found newestCheckpoint(
      LogListing listing, long version, LongFunction<Expected> expected) {
    RuntimeException failure = null;
    for (CheckpointObjects each : listing.candidates(version)) {
      try {
        TableState state = checkpoints.load(each, expected.apply(each.version()));
        return new Found(withTimestamp(state, each, listing), null);
      } catch (CorruptionException | UnsupportedTableException e) {
        LOGGER.log(Level.WARNING, "an older checkpoint is used: {0}", e.getMessage());
        failure = failure == null ? e : failure;
      }
    }
    return new Found(null, failure);
  }

  private Expected expected(long version, LogListing listing) {
    Checksum checksum = listing.checksums().contains(version) ? checksum(version) : null;
    return new Expected(checksum == null ? -1 : checksum.fileCount(), true);
  }

  private @Nullable Checksum checksum(long version) {
    byte[] bytes = StoreAccess.find(store, DeltaNames.checksum(location, version));
    return bytes == null ? null : Checksum.read(bytes);
  }

  /** A checkpoint does not tell when its version was committed; the commit does, if it is there. */
  private TableState withTimestamp(
      TableState state, CheckpointObjects checkpoint, LogListing listing) {
    ObjectInfo commit = listing.commits().get(checkpoint.version());
    if (commit == null) {
      return state.withTimestamp(checkpoint.objects().get(0).modifiedMillis());
    }
    CommitInfo info = commitInfo(commit.name());
    return state.withTimestamp(info == null ? commit.modifiedMillis() : info.timestampMillis());
  }

  /**
   * Whether readers come past a commit that was put into the log.
   *
   * @param commit what it was to do
   * @throws CorruptionException if the log is damaged
   * @throws org.tarnlake.error.StorageException if the store fails
   */
  public Standing standing(long version, List<Action> commit) {
    LogListing listing = listAll();
    return Standing.of(listing, loadNewest(), version, commit);
  }

  /**
   * Requires that engines agree about the newest version: that no commit since the checkpoint from
   * which it is read names a file twice.
   *
   * @throws CorruptionException if one does
   * @throws org.tarnlake.error.StorageException if the store fails
   */
  public void requireUnambiguous() {
    LogListing all = listAll();
    long checkpoint = loadCheckpoint(all.newestVersion()).version();
    for (LogFile file : all.commits(checkpoint, all.newestVersion())) {
      String object = file.object().name();
      String twice = FileKey.namedTwice(actions(object));
      if (twice != null) {
        throw new CorruptionException(
            "%s names data file %s twice, so that engines disagree about its rows; write a checkpoint with an engine that shows the right ones"
                .formatted(object, twice));
      }
    }
  }

  /** The commit info of a commit; null if it has none. */
  @Nullable CommitInfo commitInfo(String object) {
    for (Action action : actions(object)) {
      if (action instanceof CommitInfo info) {
        return info;
      }
    }
    return null;
  }

  private List<Action> actions(String object) {
    return CommitLines.ofBytes(StoreAccess.get(store, object)).actions(object, 1);
  }

  private TableState advance(TableState from, LogListing listing, long version) {
    long newest = listing.newestVersion();
    if (version != NEWEST && version > newest) {
      throw new InvalidDataException(
          "%s has no version %s; its newest is %s".formatted(table(), version, newest));
    }
    long to = Math.min(version, newest);
    try {
      return replay(from, listing.commits(from.version(), to));
    } catch (CorruptionException e) {
      if (listing.compactions().isEmpty()) {
        throw e;
      }
      LOGGER.log(Level.WARNING, "the commits are read one by one: {0}", e.getMessage());
      return replay(from, listing.withoutCompactions().commits(from.version(), to));
    }
  }

  private TableState replay(TableState from, List<LogFile> commits) {
    TableState state = from;
    for (LogFile file : commits) {
      String object = file.object().name();
      state = state.apply(actions(object), file.version(), object);
    }
    return state;
  }

  private @Nullable CheckpointHint hint() {
    return CheckpointHint.find(store, location);
  }

  private LogListing listFrom(CheckpointHint hint) {
    return list(DeltaNames.prefix(location, hint.version()));
  }

  private LogListing listAll() {
    return list("");
  }

  private LogListing list(String startAfter) {
    String folder = DeltaNames.log(location);
    // Every name of interest starts with twenty digits, the first of which is a zero.
    return LogListing.of(table(), folder, StoreAccess.list(store, folder + "0", startAfter));
  }

  private InvalidDataException noTable() {
    return new InvalidDataException(
        "there is no Delta table: %s has no commits; check the location"
            .formatted(DeltaNames.log(table())));
  }

  /** The table's name in messages. */
  String table() {
    return location.isEmpty() ? store.location() : location;
  }
}
