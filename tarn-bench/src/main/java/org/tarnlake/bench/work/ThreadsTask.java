package org.tarnlake.bench.work;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.tarnlake.Lake;
import org.tarnlake.Transaction;
import org.tarnlake.bench.Figures;
import org.tarnlake.bench.Task;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;

/**
 * Threads that commit one row each, again and again, to one lake. Arguments of a run: how many
 * threads, over how many tables they spread, for how many seconds.
 */
public final class ThreadsTask implements Task {
  private static final int TABLES = 64;

  private final Lake lake;

  public ThreadsTask(Path folder) {
    this(Lake.create(folder));
  }

  /** In memory, where each request takes so long. */
  public ThreadsTask(long requestMillis) {
    this(Lake.create(new DistantStore(new MemoryStore(), requestMillis), Environment.system()));
  }

  private ThreadsTask(Lake lake) {
    this.lake = lake;
    Schema schema =
        Schema.builder().optional("id", DataType.LONG).optional("name", DataType.STRING).build();
    lake.transact(
        transaction -> {
          for (int table = 0; table < TABLES; table++) {
            transaction.createTable("t" + table, schema);
          }
        });
  }

  @Override
  public Figures run(List<String> arguments) throws Exception {
    int threads = Integer.parseInt(arguments.get(0));
    int tables = Integer.parseInt(arguments.get(1));
    long nanos = (long) (Double.parseDouble(arguments.get(2)) * 1e9);
    lake.awaitPublished();
    long versionBefore = lake.latest().version();
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      Clock clock = new Clock();
      long start = System.nanoTime();
      List<Future<Integer>> counts = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        String table = "t" + thread % tables;
        counts.add(executor.submit(() -> commits(table, start + nanos)));
      }
      long commits = 0;
      for (Future<Integer> count : counts) {
        commits += count.get();
      }
      double seconds = clock.wallMillis() / 1e3;
      lake.awaitPublished();
      double settled = clock.wallMillis() / 1e3;
      return Figures.of(
          "commits",
          commits,
          "commits_per_s",
          commits / seconds,
          "settled_commits_per_s",
          commits / settled,
          "cpu_us_per_commit",
          clock.cpuMillis() * 1e3 / commits,
          "entries",
          lake.latest().version() - versionBefore);
    } finally {
      executor.shutdown();
    }
  }

  private int commits(String table, long deadline) {
    int count = 0;
    while (System.nanoTime() < deadline) {
      try (Transaction transaction = lake.begin()) {
        transaction.append(table, (long) count, "name");
        transaction.commit();
      }
      count++;
    }
    return count;
  }

  @Override
  public void close() {
    lake.close();
  }
}
