package org.tarnlake.lake;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CommitUnknownException;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.StorageException;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.store.cache.StoreCache;
import org.tarnlake.work.SharedLooks;

/**
 * The lake's log as this process knows it, and the one place that writes to it. Safe for many
 * threads.
 *
 * <p>Invariant: {@link #latest} is a state that the log in the store has reached, and it only moves
 * forward. Entries are read by asking for the next name; only {@link DistantLog} lists what there
 * is to ask for.
 */
public final class LakeLog {
  private static final int HINT_INTERVAL = 16;

  private final ObjectStore store;
  private final LogFormat format;
  private final Environment environment;
  private final EntryPut puts;
  private final LogWatch watch;
  private final RecentEntries recent = new RecentEntries();
  private final CarriedFiles carried;
  private final ObjectStore files;

  /** Held, for a moment, by whoever moves to a newer state. */
  private final ReentrantLock advancing = new ReentrantLock();

  private final long loadedCheckpoint;

  private volatile LakeState latest;
  private final SharedLooks looks;
  private final PublicationTracker publication;

  private final AtomicLong goneTables = new AtomicLong();

  /** Entries up to this version, and not in {@link #recent}, may have been cleaned up unread. */
  private volatile long forgottenThrough = -1;

  /**
   * @param cache what the files of tables are read through; null if they are not
   */
  LakeLog(
      ObjectStore store,
      LogFormat format,
      LakeCheckpoint.Content start,
      Environment environment,
      @Nullable StoreCache cache) {
    LakeState checkpoint = start.state();
    this.store = store;
    this.format = format;
    this.environment = environment;
    this.looks = new SharedLooks(environment.clock(), store.isLocal());
    this.puts = new EntryPut(store, format, environment.background(), this::pauseBefore);
    this.latest = checkpoint;
    this.watch = new LogWatch(store, environment.background());
    watch.begin(checkpoint, entryName(checkpoint.version()), environment.clock().millis());
    this.loadedCheckpoint = checkpoint.version();
    this.publication = new PublicationTracker(checkpoint.version(), start.lags());
    this.carried = new CarriedFiles(this, start.lags());
    ObjectStore read =
        cache == null ? store : cache.over(store, checkpoint.end().lakeId().toString());
    this.files = format.entriesAreCommits() ? read : new CarriedFilesStore(read, carried);
  }

  /** The newest state that this process has seen; costs nothing. */
  public LakeState latest() {
    return latest;
  }

  /** The version of the checkpoint that it was loaded from; 0 if from none. */
  public long loadedCheckpoint() {
    return loadedCheckpoint;
  }

  /**
   * Reads the entries that other processes have added, and returns a state at least as new as the
   * log was when this call began. Calls that wait for one another share their reads; and an entry
   * that this process put since then was the newest, so that no read is needed.
   */
  public LakeState refresh() {
    looks.share(this::readToTheEnd);
    return latest;
  }

  /**
   * Moves on after a put that found its name taken. In a distant store that read what came behind
   * it, and nothing else is looked for: the next put tells.
   */
  public LakeState catchUp() {
    Map<Long, byte[]> read = puts.takeRead();
    read.forEach(this::moveOn);
    return read.isEmpty() ? refresh() : latest;
  }

  private void readToTheEnd(SharedLooks.Look look) {
    LakeState before = latest;
    RatifiedEntry last = recent.get(before.version());
    while (!looks.isOutdone(look) && readNext()) {}
    LakeState newer = format.restart(before, last);
    if (newer != null) {
      restart(newer);
    }
  }

  /** Goes on from a newer state, the entries before it having been cleaned up. */
  private void restart(LakeState newer) {
    advancing.lock();
    try {
      if (newer.version() <= latest.version()) {
        return;
      }
      // Nobody is to look for the entries before it, which may not be there, once memory has none.
      publication.published(newer.version());
      forgottenThrough = newer.version();
      latest = newer;
      recent.clear();
    } finally {
      advancing.unlock();
    }
  }

  private boolean readNext() {
    long version = latest.version() + 1;
    byte[] bytes = StoreAccess.find(store, format.entryName(version));
    if (bytes == null) {
      return false;
    }
    moveOn(version, bytes);
    return true;
  }

  private void moveOn(long version, byte[] bytes) {
    take(version, bytes);
    if (!format.entriesAreCommits() && recent.isCrowded() && version % HINT_INTERVAL == 0) {
      // A process that only reads learns from checkpoints what others have published.
      publication.followHint(store, latest);
    }
  }

  /** Moves on by an entry that stands in the log, unless this process put it meanwhile. */
  void take(long version, byte[] bytes) {
    LogEntry entry = format.decode(version, bytes);
    advancing.lock();
    try {
      if (version == latest.version() + 1) {
        advance(entry, format.apply(latest, entry, bytes), 0);
      }
    } finally {
      advancing.unlock();
    }
  }

  /** Moves to an entry that stands in the log and the state that it makes. */
  private void advance(LogEntry entry, LakeState next, long look) {
    advancing.lock();
    try {
      if (entry.lakeVersion() <= latest.version()) {
        return;
      }
      recent.add(ratified(entry, look, () -> next));
      carried.add(entry, latest, next);
      latest = next;
      if (format.entriesAreCommits() && look == 0) {
        publishedByItself(entry.lakeVersion());
      }
      recent.forget(publishedThrough());
      carried.forget(publication.now());
      if (entry.changes().stream().anyMatch(CatalogChange::isDeparture)) {
        goneTables.incrementAndGet();
      }
    } finally {
      advancing.unlock();
    }
  }

  /** When the newest look at the end of the log began; in milliseconds since 1970. */
  public long lookedAtMillis() {
    return looks.newestMillis();
  }

  /** The number of the newest look at the end of the log; the next one has a higher number. */
  public long looksBegun() {
    return looks.begun();
  }

  /** How many tables left the catalog since this log was opened. */
  public long goneTables() {
    return goneTables.get();
  }

  private RatifiedEntry ratified(LogEntry entry, long look, Supplier<LakeState> after) {
    return new RatifiedEntry(store, entryName(entry.lakeVersion()), entry, look, after);
  }

  /**
   * What others wrote to a Delta table of its own is published. Before it may be entries of this
   * process which the publisher has yet to look at, but not for long.
   */
  private void publishedByItself(long version) {
    long through = publishedThrough();
    if (through == version - 1 || version - through > RecentEntries.KEPT_ENTRIES) {
      publication.published(version);
    }
  }

  /** What is known of publication. */
  public PublicationTracker publication() {
    return publication;
  }

  /**
   * The entries that may hold unpublished commits of a table, newest first; none of a Delta table
   * of its own. What a table has when it is attached stands in its own log only.
   */
  Iterable<RatifiedEntry> unpublished(CatalogTable table, LakeState lake) {
    if (format.entriesAreCommits()) {
      return List.of();
    }
    Publication known = publication.now();
    return () -> known.unpublished(table, lake.version()).mapToObj(this::entry).iterator();
  }

  /** Every table commit up to this lake version is known to be published, but for what lags. */
  public long publishedThrough() {
    return publication.now().through();
  }

  /** An entry at or before the latest version. */
  public RatifiedEntry entry(long version) {
    RatifiedEntry known = recent.get(version);
    return known != null ? known : ratified(read(version), 0, () -> at(version));
  }

  /** An entry, if it is in memory; else null. */
  public @Nullable RatifiedEntry recent(long version) {
    return recent.get(version);
  }

  /** An entry's content. */
  public LogEntry read(long version) {
    RatifiedEntry known = recent.get(version);
    return known != null
        ? known.entry()
        : format.decode(version, StoreAccess.get(store, entryName(version)));
  }

  /** Whether an entry may have been cleaned up before this process read it. */
  public boolean isForgotten(long version) {
    return version <= forgottenThrough && recent.get(version) == null;
  }

  /** The object of an entry. */
  String entryName(long version) {
    return format.entryName(version);
  }

  /** What entries are in the store, and what follows from that. */
  public LogFormat format() {
    return format;
  }

  /** Whether this is the log of one Delta table rather than a lake's. */
  public boolean isStandalone() {
    return format.entriesAreCommits();
  }

  /** The lake as of a version that exists; replayed from a checkpoint if it is no recent one. */
  public LakeState at(long version) {
    LakeState now = latest;
    if (version == now.version()) {
      return now;
    }
    RatifiedEntry known = recent.get(version);
    if (known != null) {
      return known.after();
    }
    LakeState state = format.atOrBefore(version);
    while (state.version() < version) {
      byte[] bytes = StoreAccess.get(store, entryName(state.version() + 1));
      state = format.apply(state, format.decode(state.version() + 1, bytes), bytes);
    }
    return state;
  }

  /**
   * Looks whether the entries that this process knows still stand in the log; see {@link LogWatch}.
   *
   * @throws CorruptionException if one of them does not
   */
  public void requireStanding() {
    LakeState known = latest;
    watch.requireStanding(known, entryName(known.version()), environment.clock().millis());
  }

  /**
   * Puts an entry into the log: the commit point. The entry follows a state that {@link #latest}
   * was, and nothing is put that could not be read back.
   *
   * @return true if it stands there now, false if another entry has its name
   * @throws StorageException if certainly nothing was written
   * @throws CommitUnknownException if the store did not tell
   * @throws ConflictException if the log was cleaned up beyond what this process knows of it
   */
  public boolean ratify(LogEntry entry) {
    LakeState base = latest;
    if (base.version() >= entry.lakeVersion()) {
      return false;
    }
    RatifiedEntry last = recent.get(base.version());
    if (format.restart(base, last) != null) {
      throw new ConflictException(
          "other writers committed so much since lake version %s that the log was cleaned up; nothing was committed, run the transaction again"
              .formatted(base.version()));
    }
    SharedLooks.Look look = looks.begin();
    Tried tried;
    byte[] bytes;
    try {
      bytes = format.encode(entry);
      tried = new Tried(base, last, entry, format.apply(base, entry, bytes), look);
    } catch (RuntimeException | Error e) {
      throw new StorageException(
          "the entry of lake version %s cannot be made: %s; nothing was committed, run the transaction again"
              .formatted(entry.lakeVersion(), e),
          e);
    }
    byte[] standing = puts.put(entry.lakeVersion(), bytes);
    if (standing != null) {
      return decide(standing, tried);
    }
    stands(tried);
    looks.put(look);
    return true;
  }

  /** An entry to be put after a state, which {@code last} made if it is known, as a look. */
  private record Tried(
      LakeState base,
      @Nullable RatifiedEntry last,
      LogEntry entry,
      LakeState after,
      SharedLooks.Look look) {}

  private boolean decide(byte[] found, Tried tried) {
    LogEntry standing = format.decode(tried.entry.lakeVersion(), found);
    return standing.txnId().equals(tried.entry.txnId()) && stands(tried);
  }

  /** Moves to an entry that was put, once it is certain that readers come past it; true then. */
  private boolean stands(Tried tried) {
    for (int attempt = 1; ; attempt++) {
      try {
        format.requireRead(tried.base, tried.last, tried.entry);
        advance(tried.entry, tried.after, tried.look.number());
        return true;
      } catch (StorageException e) {
        if (attempt == EntryPut.ATTEMPTS) {
          throw puts.unknown(entryName(tried.entry.lakeVersion()), e);
        }
      }
      pauseBefore(attempt);
    }
  }

  /** Waits before the given attempt: twice as long each time up to about a second, with jitter. */
  public void pauseBefore(int attempt) {
    long ceiling = Math.min(1000, 5L << Math.min(attempt, 8));
    environment.pause().pause(Duration.ofMillis(1 + environment.random().nextLong(ceiling)));
  }

  public ObjectStore store() {
    return store;
  }

  /** Threads that read ahead and side by side. */
  public ExecutorService background() {
    return environment.background();
  }

  /** The store for reading the tables' files, of which some may still be in the log only. */
  public ObjectStore files() {
    return files;
  }
}
