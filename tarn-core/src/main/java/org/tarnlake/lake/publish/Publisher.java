package org.tarnlake.lake.publish;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.TarnException;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.Lag;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.RatifiedEntry;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.lake.TableLoader;
import org.tarnlake.lake.publish.TablePublisher.Pending;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.work.Parallel;

/**
 * Follows the lake's log and publishes each table commit to the table's {@code _delta_log}, then
 * writes a lake checkpoint every so many entries and has those of tables written. Safe for many
 * threads; the work runs on one background thread at a time.
 *
 * <p>Invariants, besides those of {@link TablePublisher}:
 *
 * <ol>
 *   <li>A lake checkpoint is written only when every table commit up to its version is published,
 *       or is listed in it as one that is not.
 *   <li>One is written before a table that was detached counts as published, so that nobody
 *       publishes into its folder again.
 *   <li>A table that cannot be published holds up no other: it lags, and the checkpoint says so.
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
  private final TableProgress progress;
  private final ChecksumWriter checksums;
  private final CheckpointScheduler checkpoints;
  private final LakeCheckpointWriter lakeCheckpoints;
  private long checkpointed;
  private long departuresSeen;

  // Guarded by this.
  private boolean running;
  private boolean asked;
  private boolean urged;
  private long roundsBegun;
  private long roundsEnded;
  private @Nullable TarnException failure;

  public Publisher(LakeLog log, TableLoader loader, Environment environment) {
    this.log = log;
    this.environment = environment;
    this.store = log.store();
    Presence presence = new Presence(log, environment);
    this.checksums = new ChecksumWriter(store, loader, presence);
    this.checkpoints = new CheckpointScheduler(store, loader, environment, presence);
    this.lakeCheckpoints = new LakeCheckpointWriter(store);
    this.progress = new TableProgress(log, loader, environment, presence, checksums, checkpoints);
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
   * @throws CorruptionException if a published file differs from what was ratified; every other
   *     table is published then
   */
  public void await(long version) {
    List<Lag> lags = settle(version);
    if (!lags.isEmpty()) {
      throw Lag.failure(lags);
    }
  }

  /**
   * Waits until everything up to a lake version is published that can be.
   *
   * @return the tables that lag
   * @throws StorageException if the lake's own log cannot be read or continued
   */
  public List<Lag> settle(long version) {
    long round;
    synchronized (this) {
      if (log.publishedThrough() >= version && log.lags().isEmpty()) {
        return List.of();
      }
      round = roundsBegun + 1;
      urged = true;
    }
    wake();
    workUnlessRunning();
    awaitUntil(() -> roundsEnded >= round);
    synchronized (this) {
      if (failure != null && log.publishedThrough() < version) {
        throw failure;
      }
    }
    return log.lags();
  }

  /** Tries once more what failed, and waits until that is done or fails again. Never throws. */
  public void quiesce() {
    synchronized (this) {
      if (failure != null || !log.lags().isEmpty()) {
        urged = true;
        wake();
      }
    }
    workUnlessRunning();
    awaitUntil(() -> !running);
    checksums.writeAll();
    checkpoints.close();
  }

  private synchronized void awaitUntil(BooleanSupplier condition) {
    boolean interrupted = false;
    while (!condition.getAsBoolean()) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    while (true) {
      boolean all;
      synchronized (this) {
        if (!asked) {
          running = false;
          notifyAll();
          return;
        }
        asked = false;
        all = urged;
        urged = false;
        roundsBegun++;
      }
      TarnException failed = null;
      try {
        progress.publishLagging(all);
        publishAll();
      } catch (TarnException e) {
        failed = e;
      } catch (RuntimeException | Error e) {
        failed = new StorageException("publication failed: " + e, e);
      }
      synchronized (this) {
        failure = failed;
        roundsEnded = roundsBegun;
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
      log.publication().published(to);
      forgetGoneTables();
      checkpointNowAndThen(to);
      checkpoints.wake();
      from = to;
    }
  }

  private void forgetGoneTables() {
    long departures = log.departures();
    if (departures != departuresSeen) {
      departuresSeen = departures;
      Set<String> present =
          log.latest().catalog().tables().stream()
              .map(CatalogTable::stay)
              .collect(Collectors.toSet());
      progress.retain(present);
      checksums.retain(present);
      checkpoints.retain(present);
    }
  }

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
        Pending pending = Pending.of(log, entry, commit);
        byTable.computeIfAbsent(pending.table().stay(), stay -> new ArrayList<>()).add(pending);
      }
    }
    List<Runnable> tasks = new ArrayList<>();
    byTable.values().forEach(commits -> tasks.add(() -> progress.publish(commits)));
    Parallel.run(environment.background(), PARALLEL_TABLES, tasks);
    checksums.roundEnded(tasks.size());
  }

  /** Of a table of its own every commit is published already; checksums are written for its own. */
  private void addUp(long from, long to) {
    for (long version = from + 1; version <= to; version++) {
      RatifiedEntry entry = log.entry(version);
      CatalogTable table = entry.after().catalog().findById(CatalogTable.STANDALONE);
      if (entry.isDurable() && table != null) {
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
        throw new CorruptionException("%s was gone and is back; run 'tarn check'".formatted(name));
      }
    } catch (IOException e) {
      throw StoreAccess.failed("sync", store, name, e);
    }
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
    } catch (TarnException e) {
      LOGGER.log(Level.WARNING, "no lake checkpoint: {0}", e.getMessage());
    }
  }

  private void checkpoint(long version) {
    lakeCheckpoints.write(log.at(version), log.publication().now().lagsUpTo(version));
    checkpointed = version;
  }
}
