package org.tarnlake.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs many seeds, several at a time, until one fails or all are done. Safe for many threads.
 *
 * <p>What a seed does depends on nothing but the seed, so it does not matter which runs where.
 */
final class Simulation {
  /** Failures of the store are logged as warnings; here they are the rule. */
  private static final List<Logger> QUIET =
      List.of(
          Logger.getLogger("org.tarnlake.lake.publish.CheckpointScheduler"),
          Logger.getLogger("org.tarnlake.lake.publish.Followers"),
          Logger.getLogger("org.tarnlake.lake.publish.LakeCheckpointWriter"),
          Logger.getLogger("org.tarnlake.lake.publish.Publisher"),
          Logger.getLogger("org.tarnlake.lake.publish.TableProgress"),
          Logger.getLogger("org.tarnlake.lake.LogLoader"),
          Logger.getLogger("org.tarnlake.store.access.StoreAccess"));

  static {
    QUIET.forEach(logger -> logger.setLevel(Level.OFF));
  }

  private final Cloud.Lie lie;
  private final AtomicLong next;
  private final long end;
  private final AtomicReference<@Nullable Result> failed = new AtomicReference<>();
  private final AtomicReference<Totals> totals = new AtomicReference<>(new Totals(0, 0, 0, 0, 0));

  /**
   * What many runs add up to. Immutable.
   *
   * @param hash of all traces, in whatever order
   */
  record Totals(long seeds, long events, long attempts, long faults, long hash) {
    private Totals with(Result result) {
      return new Totals(
          seeds + 1,
          events + result.trace().events(),
          attempts + result.attempts(),
          faults + result.faults().size(),
          hash + Dice.hash(result.scenario().seed(), result.trace().hash()));
    }
  }

  private Simulation(Cloud.Lie lie, long from, long count) {
    this.lie = lie;
    this.next = new AtomicLong(from);
    this.end = from + count;
  }

  /**
   * Runs seeds on several threads.
   *
   * @param progress is told the totals now and then
   * @return the totals, all seeds having been as they should
   * @throws AssertionError with the trace of the smallest run that shows the failure, if one fails
   */
  static Totals run(long from, long count, int threads, Consumer<Totals> progress) {
    return run(Cloud.Lie.NONE, from, count, threads, progress);
  }

  /** As {@link #run(long, long, int, Consumer)}, with a store that breaks its contract. */
  static Totals run(Cloud.Lie lie, long from, long count, int threads, Consumer<Totals> progress) {
    Simulation simulation = new Simulation(lie, from, count);
    List<Thread> helpers = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      Thread helper = new Thread(() -> simulation.work(totals -> {}), "simulation-" + i);
      helper.setDaemon(true);
      helper.start();
      helpers.add(helper);
    }
    simulation.work(progress);
    helpers.forEach(Simulation::join);
    Result failure = simulation.failed.get();
    if (failure != null) {
      throw new AssertionError(new Shrinker(lie).explain(failure), failure.failure());
    }
    return simulation.totals.get();
  }

  private void work(Consumer<Totals> progress) {
    Carrier.Pool pool = new Carrier.Pool();
    for (long seed = next.getAndIncrement();
        seed < end && failed.get() == null;
        seed = next.getAndIncrement()) {
      Result result = new World(Scenario.of(seed), pool, lie, false).run();
      if (result.hasFailed()) {
        failed.compareAndSet(null, result);
        return;
      }
      progress.accept(totals.updateAndGet(before -> before.with(result)));
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
