package org.tarnlake.lake;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.tarnlake.env.Environment;
import org.tarnlake.env.Parallel;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.TarnException;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.table.DeltaNames;

/**
 * Follows the lake's log and publishes each table commit to the table's {@code _delta_log}, then
 * writes a lake checkpoint every so many entries and has those of tables written. Safe for many
 * threads; the work runs on one background thread at a time.
 *
 * <p>Invariants:
 *
 * <ol>
 *   <li>Version v of a table is published only after v - 1, so a published version vouches for all
 *       before it.
 *   <li>A published file is the ratified lines byte for byte; one that differs is never
 *       overwritten.
 *   <li>A lake checkpoint is written only when every table commit up to its version is published.
 *   <li>One is written before a table that was detached counts as published, so that nobody
 *       publishes into its folder again.
 * </ol>
 *
 * <p>Nothing here can undo or fail a commit: a failure is logged, tried again with the next commit,
 * and finished by whoever writes to the lake next.
 */
public final class Publisher {
  private static final Logger LOGGER = System.getLogger(Publisher.class.getName());

  /** A lake checkpoint comes after this many entries, or more in a lake of many tables. */
  private static final int CHECKPOINT_INTERVAL = 64;

  private static final int TABLES_PER_ENTRY = 8;
  private static final int PARALLEL_TABLES = 64;
  private static final int ENTRIES_PER_ROUND = 256;

  private final LakeLog log;
  private final Environment environment;
  private final ObjectStore store;
  private final Map<String, Long> publishedVersions = new ConcurrentHashMap<>();
  private final ChecksumWriter checksums;
  private final CheckpointScheduler checkpoints;
  private long checkpointed;

  // Guarded by this.
  private boolean running;
  private boolean asked;
  private @Nullable TarnException failure;

  public Publisher(LakeLog log, TableLoader loader, Environment environment) {
    this.log = log;
    this.environment = environment;
    this.store = log.store();
    this.checksums = new ChecksumWriter(store, loader);
    this.checkpoints = new CheckpointScheduler(store, loader, environment);
    this.checkpointed = log.loadedCheckpoint();
  }

  /** Has everything that is ratified published soon. Never throws. */
  public synchronized void wake() {
    asked = true;
    if (!running) {
      running = true;
      try {
        environment.background().execute(this::work);
      } catch (RejectedExecutionException e) {
        running = false;
        LOGGER.log(Level.DEBUG, "publication waits for who needs it", e);
      }
    }
  }

  /** Does the work in this thread if it waits for a thread that could not be had. */
  private void workUnlessRunning() {
    synchronized (this) {
      if (running || !asked) {
        return;
      }
      running = true;
    }
    work();
  }

  /**
   * Waits until everything up to a lake version is published.
   *
   * @throws StorageException if the store fails
   * @throws CorruptionException if a published file differs from what was ratified
   */
  public void await(long version) {
    synchronized (this) {
      failure = null;
    }
    wake();
    workUnlessRunning();
    boolean interrupted = false;
    synchronized (this) {
      while (log.publishedThrough() < version && failure == null) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (failure != null && log.publishedThrough() < version) {
        throw failure;
      }
    }
  }

  /** Tries once more what failed, and waits until that is done or fails again. Never throws. */
  public void quiesce() {
    synchronized (this) {
      if (failure != null) {
        wake();
      }
    }
    workUnlessRunning();
    boolean interrupted = false;
    synchronized (this) {
      while (running) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    checksums.writeAll();
    checkpoints.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    while (true) {
      synchronized (this) {
        if (!asked) {
          running = false;
          notifyAll();
          return;
        }
        asked = false;
      }
      TarnException failed = null;
      try {
        publishAll();
      } catch (TarnException e) {
        failed = e;
      } catch (RuntimeException | Error e) {
        failed = new StorageException("publication failed: " + e, e);
      }
      synchronized (this) {
        failure = failed;
        notifyAll();
      }
      if (failed != null) {
        LOGGER.log(
            Level.WARNING, "publication waits for the next commit: {0}", failed.getMessage());
        environment.pause().pause(Duration.ofMillis(10));
      }
    }
  }

  private void publishAll() {
    for (long from = log.publishedThrough(); from < log.latest().version(); ) {
      if (detaches(from, log.latest().version())) {
        // Whoever has the table now may have moved it or cleaned its log up: look no second time.
        log.followNewestCheckpoint();
        from = Math.max(from, log.publishedThrough());
      }
      long to = Math.min(log.latest().version(), from + ENTRIES_PER_ROUND);
      publish(from, to);
      if (detaches(from, to)) {
        checkpoint(to);
      }
      log.published(to);
      synchronized (this) {
        notifyAll();
      }
      checkpointNowAndThen(to);
      checkpoints.wake();
      from = to;
    }
  }

  private record Pending(RatifiedEntry entry, CatalogTable table, TableCommit commit) {}

  private void publish(long from, long to) {
    if (log.isStandalone()) {
      addUp(from, to);
      return;
    }
    makeDurable(from, to);
    Map<String, List<Pending>> byTable = new LinkedHashMap<>();
    for (long version = from + 1; version <= to; version++) {
      RatifiedEntry entry = log.entry(version);
      for (TableCommit commit : entry.entry().tableCommits()) {
        CatalogTable table = tableOf(entry, commit.tableId());
        byTable
            .computeIfAbsent(table.stay(), stay -> new ArrayList<>())
            .add(new Pending(entry, table, commit));
      }
    }
    List<Runnable> tasks = new ArrayList<>();
    byTable.values().forEach(commits -> tasks.add(() -> publishTable(commits)));
    Parallel.run(environment.background(), PARALLEL_TABLES, tasks);
    checksums.roundEnded(tasks.size());
  }

  /** Of a table of its own every commit is published already; checksums are written for its own. */
  private void addUp(long from, long to) {
    for (long version = from + 1; version <= to; version++) {
      // What is not in memory was read by nobody here, and may be cleaned up by now.
      RatifiedEntry entry = log.recent(version);
      CatalogTable table =
          entry == null ? null : entry.after().catalog().findById(CatalogTable.STANDALONE);
      if (entry != null && entry.isDurable() && table != null) {
        checksums.published(table, entry, version);
        checkpoints.published(entry, CatalogTable.STANDALONE);
      }
    }
    checksums.roundEnded(1);
  }

  /**
   * Another process may have linked an entry and not yet synced the log's folder. Were its commits
   * published durably first, a power cut could take the entry and leave what it ratified. The store
   * reports that a name is taken only once it is durable, and so are those before it.
   */
  private void makeDurable(long from, long to) {
    long version = to;
    while (version > from && log.entry(version).isDurable()) {
      version--;
    }
    if (version == from) {
      return;
    }
    String name = LakeNames.entry(version);
    try {
      byte[] bytes = store.get(name);
      if (store.putIfAbsent(name, bytes)) {
        throw new CorruptionException(
            "%s was gone and is back; run the consistency check".formatted(name));
      }
    } catch (IOException e) {
      throw StoreReads.failed("sync", store, name, e);
    }
  }

  /** Publishes consecutive commits of one table, oldest first. */
  private void publishTable(List<Pending> commits) {
    Pending newest = commits.get(commits.size() - 1);
    CatalogTable table = newest.table;
    int next = commits.size();
    long known = publishedVersions.getOrDefault(table.stay(), -1L);
    while (next > 0
        && commits.get(next - 1).commit.version() > known
        && !isPublished(table, commits.get(next - 1))) {
      next--;
    }
    for (Pending pending : commits.subList(next, commits.size())) {
      publishCommit(table, pending);
      checksums.published(table, pending.entry, pending.commit.version());
    }
    if (detaches(newest.entry, table.id())) {
      checksums.forget(table);
    }
    if (next < commits.size()) {
      checkpoints.published(newest.entry, table.id());
    }
  }

  /**
   * The table as the entry leaves it, or gives it back; a table that the same entry drops is not in
   * the catalog.
   */
  private CatalogTable tableOf(RatifiedEntry entry, String id) {
    CatalogTable table = entry.after().catalog().findById(id);
    if (table == null && detaches(entry, id)) {
      table = log.at(entry.entry().lakeVersion() - 1).catalog().findById(id);
    }
    if (table == null) {
      throw new CorruptionException(
          "%s commits to table %s and drops it; run the consistency check"
              .formatted(LakeNames.entry(entry.entry().lakeVersion()), id));
    }
    return table;
  }

  private static boolean detaches(RatifiedEntry entry, String tableId) {
    return entry.entry().changes().stream()
        .anyMatch(
            change ->
                change instanceof CatalogChange.DetachTable && change.tableId().equals(tableId));
  }

  /** Whether others published a commit, byte for byte, and with that all before it. */
  private boolean isPublished(CatalogTable table, Pending pending) {
    long version = pending.commit.version();
    if (publishedVersions.getOrDefault(table.stay(), -2L) == version - 1) {
      // The next one after this process's own is put without a look.
      return false;
    }
    byte[] found = StoreReads.find(store, DeltaNames.commit(table.location(), version));
    if (found == null) {
      return false;
    }
    requireSame(table, pending, found);
    return true;
  }

  private void requireSame(CatalogTable table, Pending pending, byte[] found) {
    if (!Arrays.equals(found, pending.entry.lines(pending.commit).bytes())) {
      throw new CorruptionException(
          "%s differs from what %s ratified; another program wrote it: move it away, then run the consistency check"
              .formatted(
                  DeltaNames.commit(table.location(), pending.commit.version()),
                  LakeNames.entry(pending.entry.entry().lakeVersion())));
    }
  }

  private void publishCommit(CatalogTable table, Pending pending) {
    long version = pending.commit.version();
    String name = DeltaNames.commit(table.location(), version);
    byte[] lines = pending.entry.lines(pending.commit).bytes();
    try {
      if (!store.putIfAbsent(name, lines)) {
        requireSame(table, pending, store.get(name));
      }
    } catch (IOException e) {
      throw StoreReads.failed("publish", store, name, e);
    }
    publishedVersions.put(table.stay(), version);
  }

  private boolean detaches(long from, long to) {
    for (long version = from + 1; version <= to && !log.isStandalone(); version++) {
      for (CatalogChange change : log.entry(version).entry().changes()) {
        if (change instanceof CatalogChange.DetachTable) {
          return true;
        }
      }
    }
    return false;
  }

  private void checkpointNowAndThen(long version) {
    if (log.isStandalone()) {
      return;
    }
    LakeState state = log.at(version);
    long interval =
        Math.max(CHECKPOINT_INTERVAL, state.catalog().tables().size() / TABLES_PER_ENTRY);
    if (version - checkpointed < interval) {
      return;
    }
    try {
      checkpoint(version);
    } catch (StorageException e) {
      LOGGER.log(Level.WARNING, "no lake checkpoint: {0}", e.getMessage());
    }
  }

  private void checkpoint(long version) {
    String name = LakeNames.checkpoint(version);
    try {
      store.putIfAbsent(name, LakeCheckpoint.encode(log.at(version)));
      if (LogLoader.hint(StoreReads.find(store, LakeNames.LAST_CHECKPOINT)) < version) {
        store.put(LakeNames.LAST_CHECKPOINT, LogLoader.hintBytes(version));
      }
      checkpointed = version;
    } catch (IOException e) {
      throw StoreReads.failed("write", store, name, e);
    }
  }
}
