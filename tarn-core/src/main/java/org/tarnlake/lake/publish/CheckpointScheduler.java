package org.tarnlake.lake.publish;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tarnlake.env.Environment;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.RatifiedEntry;
import org.tarnlake.lake.TableLoader;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.checkpoint.CheckpointHint;
import org.tarnlake.table.checkpoint.CheckpointWriter;
import org.tarnlake.table.state.TableState;
import org.tarnlake.work.Waiting;

/**
 * Has checkpoints of tables written, one at a time, in the background. Safe for many threads.
 *
 * <p>A table is due when so many versions were published since its last checkpoint: as many as its
 * property {@code delta.checkpointInterval} says, or else {@value #INTERVAL}, or one for every
 * {@value #FILES_PER_VERSION} files if those are more. So the work of checkpoints stays in a fixed
 * ratio to the commits, however large a table gets. A reader finds few commits behind the
 * checkpoint of a small table; behind that of a large one, they are a small part of the table.
 *
 * <p>That alone would not do for many tables that are written to all the time: each checkpoint has
 * a fixed price too, a file that is synced. So the thread rests after each one {@value #REST} times
 * as long as it took, though not for hours. Checkpoints then never take more than about a twentieth
 * of one core and of the disk's attention, and under load each table just gets them after more
 * versions; who has waited longest is next.
 *
 * <p>Processes do not agree on who writes: each asks the hint just before it would.
 *
 * <p>Nothing here fails a commit or its publication: a failure is logged, and tried again after as
 * many versions more. When the lake is closed, one that is due is still written, so that they come
 * too where every process commits once and ends; the others are left to who writes to the tables
 * next.
 */
final class CheckpointScheduler implements Follower {
  private static final Logger LOGGER = System.getLogger(CheckpointScheduler.class.getName());
  private static final String PROPERTY = "delta.checkpointInterval";

  /** Delta's default. */
  private static final int INTERVAL = 10;

  private static final int FILES_PER_VERSION = 1000;
  private static final int REST = 19;

  private static final Duration REST_MAX = Duration.ofMinutes(2);

  /** A rest is made of such pauses, after each of which a closed lake is let go. */
  private static final Duration PAUSE_MAX = Duration.ofMillis(500);

  /** How many tables may turn out not to be due when the lake is closed. */
  private static final int LOOKS_AT_CLOSE = 16;

  private final ObjectStore store;
  private final TableLoader loader;
  private final Environment environment;
  private final Presence presence;
  private final Map<String, Progress> progress = new ConcurrentHashMap<>();

  // Guarded by this.
  private final Map<String, RatifiedEntry> candidates = new LinkedHashMap<>();
  private boolean running;
  private boolean writing;
  private boolean closed;

  /** A table that may be due, and the entry that ratified its newest published version. */
  private record Candidate(String tableId, RatifiedEntry entry) {}

  /** A table's last checkpoint, and after how many versions the next is due. */
  private record Progress(long version, long interval, long metadataVersion) {
    boolean isDue(CatalogTable table) {
      return table.metadataVersion() != metadataVersion || table.version() - version >= interval;
    }
  }

  CheckpointScheduler(
      ObjectStore store, TableLoader loader, Environment environment, Presence presence) {
    this.store = store;
    this.loader = loader;
    this.environment = environment;
    this.presence = presence;
  }

  @Override
  public String name() {
    return "checkpoint of a table";
  }

  /** Takes note of a table's newest published version. */
  @Override
  public void caughtUp(PublishedCommit newest) {
    RatifiedEntry entry = newest.entry();
    String tableId = newest.table().id();
    CatalogTable table = entry.after().catalog().findById(tableId);
    Progress known = table == null ? null : progress.get(table.membership());
    if (table == null || (known == null && table.version() < INTERVAL)) {
      return;
    }
    // Whether it is due by its property or its hint is found out in the background.
    if (known == null || known.isDue(table)) {
      synchronized (this) {
        candidates.put(tableId, entry);
      }
    }
  }

  @Override
  public void forget(Predicate<String> isGone) {
    progress.keySet().removeIf(isGone);
  }

  /** Has what is due written soon. Where no thread can be had, one of them is written here. */
  @Override
  public void roundCounted(long lakeVersion) {
    synchronized (this) {
      if (running || closed || candidates.isEmpty()) {
        return;
      }
      running = true;
    }
    try {
      environment.background().execute(this::work);
    } catch (RejectedExecutionException e) {
      if (writeNext() != null) {
        stop();
      }
    }
  }

  private synchronized void stop() {
    running = false;
  }

  /** Waits for the checkpoint that is being written, writes one that is due, and no more then. */
  @Override
  public void close() {
    boolean wrote = awaitWriting();
    for (int looks = 0; looks < LOOKS_AT_CLOSE && !wrote; looks++) {
      Candidate next = take();
      wrote = next == null || !write(next).isZero();
    }
  }

  /** Ends the work in the background; whether that was at a checkpoint. */
  private synchronized boolean awaitWriting() {
    closed = true;
    boolean waited = writing;
    Waiting.until(this, () -> !writing);
    return waited;
  }

  /** Who has waited longest; null if nobody waits. */
  private synchronized @Nullable Candidate take() {
    Iterator<Map.Entry<String, RatifiedEntry>> oldest = candidates.entrySet().iterator();
    if (!oldest.hasNext()) {
      return null;
    }
    Map.Entry<String, RatifiedEntry> next = oldest.next();
    oldest.remove();
    return new Candidate(next.getKey(), next.getValue());
  }

  private void work() {
    Duration rest = writeNext();
    while (rest != null) {
      rest(rest);
      rest = writeNext();
    }
  }

  private void rest(Duration rest) {
    Duration left = rest;
    while (!left.isZero() && !isClosed()) {
      Duration some = left.compareTo(PAUSE_MAX) < 0 ? left : PAUSE_MAX;
      environment.pause().pause(some);
      left = left.minus(some);
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Looks after one table; returns how long to rest then, or null, having stopped, if none is. */
  private @Nullable Duration writeNext() {
    Candidate next;
    synchronized (this) {
      next = closed ? null : take();
      if (next == null) {
        running = false;
        return null;
      }
      writing = true;
    }
    try {
      return write(next);
    } finally {
      synchronized (this) {
        writing = false;
        notifyAll();
      }
    }
  }

  private Duration write(Candidate candidate) {
    String id = candidate.tableId();
    long start = environment.clock().millis();
    CatalogTable table = null;
    try {
      LakeState lake = candidate.entry().after();
      table = lake.catalog().findById(id);
      if (table == null) {
        return Duration.ZERO;
      }
      if (presence.isGone(table)) {
        progress.remove(table.membership());
        return Duration.ZERO;
      }
      return writeIfDue(table, lake) ? restSince(start) : Duration.ZERO;
    } catch (RuntimeException | Error e) {
      if (table != null) {
        Progress known = progress.get(table.membership());
        long interval = known == null ? INTERVAL : known.interval;
        progress.put(
            table.membership(), new Progress(table.version(), interval, table.metadataVersion()));
        LOGGER.log(
            presence.isGone(table) ? Level.DEBUG : Level.WARNING,
            "no checkpoint of {0} at version {1}: {2}",
            table.location(),
            table.version(),
            e.getMessage());
      }
      return restSince(start);
    }
  }

  private Duration restSince(long startMillis) {
    long took = Math.max(1, environment.clock().millis() - startMillis);
    Duration rest = Duration.ofMillis(REST * took);
    return rest.compareTo(REST_MAX) < 0 ? rest : REST_MAX;
  }

  private boolean writeIfDue(CatalogTable table, LakeState lake) {
    Progress known = progress.get(table.membership());
    if (known != null && known.metadataVersion == table.metadataVersion() && !known.isDue(table)) {
      return false;
    }
    // Another process may have written one since.
    Progress found = find(table, lake);
    progress.put(table.membership(), found);
    if (!found.isDue(table)) {
      return false;
    }
    TableState state = loader.load(table, lake);
    new CheckpointWriter(new FollowerStore(store, presence, table, table.newest()), environment)
        .write(table.location(), state);
    loader.checkpointed(table);
    progress.put(table.membership(), progress(table, lake, table.version(), state.fileCount()));
    return true;
  }

  /**
   * What the hint says, which may be stale: then a checkpoint comes early. It may be ahead of the
   * version looked at here, where others committed since, or else lie.
   */
  private Progress find(CatalogTable table, LakeState lake) {
    CheckpointHint hint = CheckpointHint.find(store, table.location());
    boolean lies =
        hint != null
            && hint.version() > table.version()
            && !StoreAccess.exists(store, DeltaNames.commit(table.location(), hint.version()));
    return hint == null || lies
        ? progress(table, lake, 0, 0)
        : progress(table, lake, hint.version(), hint.addCount());
  }

  private Progress progress(CatalogTable table, LakeState lake, long version, long fileCount) {
    String property = loader.head(table, lake).metadata().configuration().get(PROPERTY);
    long interval = Math.max(INTERVAL, fileCount / FILES_PER_VERSION);
    try {
      interval = property == null ? interval : Math.max(1, Long.parseLong(property.strip()));
    } catch (NumberFormatException e) {
      LOGGER.log(Level.DEBUG, "{0} has the {1} ''{2}''", table.location(), PROPERTY, property);
    }
    return new Progress(version, interval, table.metadataVersion());
  }
}
