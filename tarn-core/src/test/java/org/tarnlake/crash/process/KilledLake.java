package org.tarnlake.crash.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;

/**
 * One lake whose writers, several at a time, are killed at random moments and followed by others;
 * afterwards a process that never had it open looks at what is there.
 */
final class KilledLake {
  private static final int WRITERS = 3;
  private static final int START_MILLIS_MAX = 250;
  private static final double WORK_MILLIS_MEAN = 120;
  private static final double WORK_MILLIS_MAX = 1000;
  private static final int TIMEOUT_MILLIS = 60_000;

  private final Path lake;
  private final ChildJvms jvms;
  private final Acknowledged acknowledged = new Acknowledged();
  private final AtomicInteger writers = new AtomicInteger();

  private KilledLake(Path lake, ChildJvms jvms) {
    this.lake = lake;
    this.jvms = jvms;
  }

  /** Makes a lake in a folder, kills that many of its writers, and tells what is wrong then. */
  static KillReport run(Path folder, ChildJvms jvms, int kills, long seed) throws Exception {
    Path lake = folder.resolve("lake");
    Ledger.create(lake);
    KilledLake killed = new KilledLake(lake, jvms);
    killed.killAll(kills, new SplittableRandom(seed));
    return killed.look().plus(new KillReport(0, kills, 0, 0, 0, 0, 0, 0, List.of()));
  }

  private void killAll(int kills, SplittableRandom random)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Future<?>> tasks = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        SplittableRandom own = random.split();
        tasks.add(
            threads.submit(
                () -> {
                  for (int w = writers.incrementAndGet();
                      w <= kills;
                      w = writers.incrementAndGet()) {
                    killOne(w, own);
                  }
                  return null;
                }));
      }
      for (Future<?> task : tasks) {
        task.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Starts a writer and kills it: most at work, some on the way to their first commit. */
  private void killOne(int writer, SplittableRandom random)
      throws IOException, InterruptedException {
    try (Child child =
        jvms.start(LedgerWriter.class, lake, writer, random.nextLong(), Integer.MAX_VALUE)) {
      int when = random.nextInt(10);
      if (when == 0) {
        Thread.sleep(random.nextInt(START_MILLIS_MAX));
      } else {
        child.await(when < 4 ? "open"::equals : "1"::equals, TIMEOUT_MILLIS);
        double millis = -WORK_MILLIS_MEAN * Math.log(1 - random.nextDouble());
        Thread.sleep((long) Math.min(millis, WORK_MILLIS_MAX));
      }
      if (child.hasEnded()) {
        throw new AssertionError("writer " + writer + " ended by itself: " + child.lines());
      }
      child.kill();
      acknowledged.add(writer, child.lines());
    }
  }

  private KillReport look() {
    KillReport report;
    try (Lake opened = Lake.open(lake)) {
      report = acknowledged.compare(LedgerAudit.of(opened.latest()));
    }
    List<String> damages =
        Lake.check(lake, CheckDepth.DATA).stream()
            .filter(Finding::isDamage)
            .map(Finding::toString)
            .toList();
    return report.plus(new KillReport(0, 0, 0, 0, 0, 0, 0, 0, damages));
  }
}
