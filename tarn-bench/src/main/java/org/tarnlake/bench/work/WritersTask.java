package org.tarnlake.bench.work;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.tarnlake.Appender;
import org.tarnlake.Lake;
import org.tarnlake.bench.Figures;
import org.tarnlake.bench.Task;
import org.tarnlake.schema.Schema;

/**
 * Threads that update rows of their own in a table that others update, too. A run takes {@code
 * write} with the number of rows; {@code update} with the number of the first thread, of threads
 * here, of all threads, and of transactions; or {@code sum} with what the values add up to. One
 * thread at a time.
 */
public final class WritersTask implements Task {
  private static final int ROWS_OF_A_TRANSACTION = 10;
  private static final int ROWS = 100_000;

  private final Path folder;

  public WritersTask(Path folder) {
    this.folder = folder;
  }

  @Override
  public Figures run(List<String> arguments) throws Exception {
    return switch (arguments.get(0)) {
      case "write" -> write();
      case "update" -> update(arguments.stream().skip(1).mapToInt(Integer::parseInt).toArray());
      default -> sum(Long.parseLong(arguments.get(1)));
    };
  }

  private Figures write() {
    try (Lake lake = Lake.create(folder)) {
      lake.transact(
          tx -> {
            tx.createTable("t", Schema.parse("id long, n long"));
            Appender appender = tx.appender("t");
            for (long id = 0; id < ROWS; id++) {
              appender.append(id, 0L);
            }
          });
    }
    return Figures.of("rows", ROWS);
  }

  private Figures update(int[] numbers) throws Exception {
    int threads = numbers[1];
    List<Integer> attempts = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    long start = System.nanoTime();
    try (Lake lake = Lake.open(folder)) {
      List<Future<List<Integer>>> done = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = numbers[0] + i;
        done.add(pool.submit(() -> update(lake, thread, numbers[2], numbers[3])));
      }
      for (Future<List<Integer>> each : done) {
        attempts.addAll(each.get());
      }
    } finally {
      pool.shutdown();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    int[] sorted = attempts.stream().mapToInt(Integer::intValue).sorted().toArray();
    return Figures.of(
        "committed",
        sorted.length,
        "commits_per_s",
        sorted.length / seconds,
        "median_attempts",
        sorted[sorted.length / 2],
        "max_attempts",
        Arrays.stream(sorted).max().orElse(0));
  }

  /** How often each transaction was tried. */
  private static List<Integer> update(Lake lake, int thread, int threads, int transactions) {
    Random random = new Random(thread);
    List<Integer> attempts = new ArrayList<>();
    for (int i = 0; i < transactions; i++) {
      Set<Integer> ids = new TreeSet<>();
      while (ids.size() < ROWS_OF_A_TRANSACTION) {
        ids.add(random.nextInt(ROWS / threads) * threads + thread);
      }
      String condition =
          ids.stream().map(String::valueOf).collect(Collectors.joining(", ", "id in (", ")"));
      int[] tries = {0};
      lake.transact(
          tx -> {
            tries[0]++;
            tx.update("t").set("n", "n + 1").where(condition).run();
          });
      attempts.add(tries[0]);
    }
    return attempts;
  }

  private Figures sum(long expected) {
    long sum = 0;
    try (Lake lake = Lake.open(folder);
        org.tarnlake.Rows rows = lake.scan("t").select("n").rows()) {
      while (rows.next()) {
        sum += rows.getLong(0);
      }
    }
    if (sum != expected) {
      throw new AssertionError("the values add up to %s, not %s".formatted(sum, expected));
    }
    return Figures.of("sum", sum);
  }
}
