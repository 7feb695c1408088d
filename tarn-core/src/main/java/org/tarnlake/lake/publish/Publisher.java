package org.tarnlake.lake.publish;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.TarnException;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.Lag;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.TableLoader;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.work.Waiting;

/**
 * Publishes what a log ratified, in rounds: first into the tables' own logs, then it counts as
 * published, and the followers of these logs are told. Safe for many threads; the work runs on one
 * background thread at a time.
 *
 * <p>Invariants, besides those of {@link TableLogs} and {@link Follower}:
 *
 * <ol>
 *   <li>Rounds are in the order of the log. A lake version counts as published only when every
 *       table commit up to it is, or belongs to a table that lags.
 *   <li>A follower is told of that afterwards: so a lake checkpoint, too, is written only when
 *       everything up to its version is published, or listed in it as lagging. The one that is
 *       written before a detached table counts as published is a step of publication, see {@link
 *       LakeTableLogs}.
 *   <li>No table holds up another, and no follower another or a table.
 * </ol>
 *
 * <p>Nothing here can undo or fail a commit: a failure is logged, tried again with the next commit,
 * and finished by whoever writes to the lake next.
 */
public final class Publisher {
  private static final Logger LOGGER = System.getLogger(Publisher.class.getName());

  private static final int ENTRIES_PER_ROUND = 256;

  private final LakeLog log;
  private final Environment environment;
  private final TableLogs tables;
  private final Followers followers;
  private long goneTablesSeen;

  // Guarded by this.
  private boolean running;
  private boolean asked;
  private boolean urged;
  private long roundsBegun;
  private long roundsEnded;
  private @Nullable TarnException failure;

  public Publisher(LakeLog log, TableLoader loader, Environment environment) {
    this(log, loader, environment, List.of());
  }

  /**
   * @param others are told before Tarn's own followers
   */
  Publisher(LakeLog log, TableLoader loader, Environment environment, List<Follower> others) {
    this.log = log;
    this.environment = environment;
    ObjectStore store = log.store();
    Presence presence = new Presence(log, environment);
    Follower checksums = new ChecksumWriter(store, loader, presence, environment.background());
    Follower checkpoints = new CheckpointScheduler(store, loader, environment, presence);
    if (log.isStandalone()) {
      this.followers = Followers.of(others, checksums, checkpoints);
      this.tables = new StandaloneTableLog(log, followers);
    } else {
      LakeCheckpointWriter lakeCheckpoints = new LakeCheckpointWriter(log);
      this.followers = Followers.of(others, checksums, lakeCheckpoints, checkpoints);
      TableProgress progress = new TableProgress(log, loader, environment, presence, followers);
      this.tables = new LakeTableLogs(log, environment, progress, lakeCheckpoints, followers);
    }
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
      if (log.publishedThrough() >= version && log.publication().lags().isEmpty()) {
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
    return log.publication().lags();
  }

  /** Tries once more what failed, and waits until that is done or fails again. Never throws. */
  public void quiesce() {
    synchronized (this) {
      if (failure != null || !log.publication().lags().isEmpty()) {
        urged = true;
        wake();
      }
    }
    workUnlessRunning();
    awaitUntil(() -> !running);
    followers.close();
  }

  private synchronized void awaitUntil(BooleanSupplier condition) {
    Waiting.until(this, condition);
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
        tables.retryLagging(all);
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
      from = tables.resume(from, log.latest().version());
      long to = Math.min(log.latest().version(), from + ENTRIES_PER_ROUND);
      tables.publish(from, to);
      log.publication().published(to);
      forgetGoneTables();
      followers.roundCounted(to);
      // Others may have published more, and written a checkpoint since.
      from = Math.max(to, log.publishedThrough());
    }
  }

  private void forgetGoneTables() {
    long goneTables = log.goneTables();
    if (goneTables != goneTablesSeen) {
      goneTablesSeen = goneTables;
      Set<String> present =
          log.latest().catalog().tables().stream()
              .map(CatalogTable::membership)
              .collect(Collectors.toSet());
      Predicate<String> isGone = membership -> !present.contains(membership);
      tables.forget(isGone);
      followers.forget(isGone);
    }
  }
}
