package org.tarnlake.bench.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.Stores;
import org.tarnlake.Transaction;
import org.tarnlake.bench.Figures;
import org.tarnlake.bench.Task;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.Schema;

/**
 * One of several processes that commit to a lake of which each request takes a while. A run takes
 * {@code make} with the number of tables; {@code open}; {@code commit} with a table and the
 * seconds, which commits single rows to it; or {@code check} with a table and the rows that it must
 * have.
 */
public final class ProcessesTask implements Task {
  private static final Schema SCHEMA = Schema.parse("id long, name string");

  private final Path folder;
  private final long millis;
  private @Nullable DistantStore store;
  private @Nullable Lake opened;
  private long rows;

  public ProcessesTask(Path folder, long millis) {
    this.folder = folder;
    this.millis = millis;
  }

  @Override
  public Figures run(List<String> arguments) throws IOException {
    switch (arguments.get(0)) {
      case "make":
        return make(Integer.parseInt(arguments.get(1)));
      case "open":
        store = store(millis);
        opened = Lake.open(store, Environment.system());
        return Figures.of("version", opened.latest().version());
      case "commit":
        return commit(arguments.get(1), Double.parseDouble(arguments.get(2)));
      default:
        return check(arguments.get(1), Long.parseLong(arguments.get(2)));
    }
  }

  private DistantStore store(long requestMillis) {
    return new DistantStore(Stores.open(folder.toString()), requestMillis);
  }

  private Figures make(int tables) {
    try (Lake lake = Lake.create(store(0), Environment.system())) {
      lake.transact(
          transaction -> {
            for (int table = 0; table < tables; table++) {
              transaction.createTable("t" + table, SCHEMA);
            }
          });
      return Figures.of("version", lake.latest().version());
    }
  }

  private Figures commit(String table, double seconds) {
    long limit = (long) (seconds * 1e9);
    DistantStore.Traffic traffic = store.all();
    DistantStore.Traffic own = store.ofThread();
    long versionBefore = opened.latest().version();
    long rowsBefore = rows;
    long longest = 0;
    long start = System.nanoTime();
    long before = start;
    while (before - start < limit) {
      try (Transaction transaction = opened.begin()) {
        transaction.append(table, rows, "name " + rows);
        transaction.commit();
      }
      rows++;
      long after = System.nanoTime();
      longest = Math.max(longest, after - before);
      before = after;
    }
    long commits = rows - rowsBefore;
    return Figures.of(
        "commits",
        commits,
        "rows",
        rows,
        "entries",
        opened.latest().version() - versionBefore,
        "seconds",
        (before - start) / 1e9,
        "longest_ms",
        longest / 1e6,
        "own_requests_per_commit",
        (double) store.ofThread().since(own).requests() / commits,
        "requests",
        store.all().since(traffic).requests());
  }

  /** Reads the table, without waiting for requests. */
  private Figures check(String table, long expected) throws IOException {
    long found = 0;
    try (Lake lake = Lake.open(store(0), Environment.system());
        org.tarnlake.Rows rows = lake.scan(table).rows()) {
      while (rows.next()) {
        found++;
      }
      if (found != expected) {
        throw new AssertionError("%s has %s rows, not %s".formatted(table, found, expected));
      }
      return Figures.of("rows", found, "version", lake.latest().version());
    }
  }

  @Override
  public void close() {
    if (opened != null) {
      opened.close();
    }
  }
}
