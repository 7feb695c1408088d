package org.tarnlake.bench.work;

import java.io.IOException;
import java.sql.SQLException;
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
import org.tarnlake.bench.Figures;
import org.tarnlake.bench.Task;

/**
 * Threads that update rows of their own in a table that others update, too. A run takes {@code
 * write}, which makes the table; {@code update} with the number of the first thread, of threads
 * here, of all threads, and of transactions; or {@code sum} with what the values add up to. One
 * thread at a time.
 */
public final class WritersTask implements Task {
  private static final int ROWS_OF_A_TRANSACTION = 10;
  private static final int ROWS = 100_000;

  private final SharedTable table;

  public WritersTask(SharedTable table) {
    this.table = table;
  }

  @Override
  public Figures run(List<String> arguments) throws Exception {
    switch (arguments.get(0)) {
      case "write":
        table.write(ROWS);
        return Figures.of("rows", ROWS);
      case "update":
        return update(arguments.stream().skip(1).mapToInt(Integer::parseInt).toArray());
      default:
        return sum(Long.parseLong(arguments.get(1)));
    }
  }

  private Figures update(int[] numbers) throws Exception {
    int threads = numbers[1];
    List<SharedTable.Tries> attempts = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    long start = System.nanoTime();
    try {
      List<Future<List<SharedTable.Tries>>> done = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = numbers[0] + i;
        done.add(pool.submit(() -> update(thread, numbers[2], numbers[3])));
      }
      for (Future<List<SharedTable.Tries>> each : done) {
        attempts.addAll(each.get());
      }
    } finally {
      pool.shutdown();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    int[] sorted = attempts.stream().mapToInt(SharedTable.Tries::count).sorted().toArray();
    int all = Arrays.stream(sorted).sum();
    long committed = attempts.stream().filter(SharedTable.Tries::isCommitted).count();
    return Figures.of(
        "committed",
        committed,
        "commits_per_s",
        committed / seconds,
        "median_attempts",
        sorted[sorted.length / 2],
        "max_attempts",
        Arrays.stream(sorted).max().orElse(0),
        "aborted_share",
        (double) (all - committed) / all);
  }

  /** How often each transaction was tried. */
  private List<SharedTable.Tries> update(int thread, int threads, int transactions)
      throws Exception {
    Random random = new Random(thread);
    List<SharedTable.Tries> attempts = new ArrayList<>();
    for (int i = 0; i < transactions; i++) {
      Set<Integer> ids = new TreeSet<>();
      while (ids.size() < ROWS_OF_A_TRANSACTION) {
        ids.add(random.nextInt(ROWS / threads) * threads + thread);
      }
      attempts.add(
          table.addOne(
              ids.stream().map(String::valueOf).collect(Collectors.joining(", ", "id in (", ")"))));
    }
    return attempts;
  }

  private Figures sum(long expected) throws Exception {
    long sum = table.sum();
    if (sum != expected) {
      throw new AssertionError("the values add up to %s, not %s".formatted(sum, expected));
    }
    return Figures.of("sum", sum);
  }

  @Override
  public void close() throws IOException, SQLException {
    table.close();
  }
}
