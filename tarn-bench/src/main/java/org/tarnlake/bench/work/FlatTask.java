package org.tarnlake.bench.work;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tarnlake.Lake;
import org.tarnlake.Transaction;
import org.tarnlake.bench.Figures;
import org.tarnlake.bench.Task;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;

/**
 * A lake that grows in memory, of which requests and their bytes are counted. Arguments of a run:
 * how many entries the log shall have, more than before, and how many of these are looked at.
 */
public final class FlatTask implements Task {
  private static final int TABLES = 100;

  /** Behind more entries that are not published a small commit is two puts. */
  private static final int FILES_TRAVEL = 128;

  private static final Pattern CHECKPOINT =
      Pattern.compile("_tarn/log/(?:([0-9]{20})\\.checkpoint\\.json|_last_checkpoint)");

  private final MemoryStore memory = new MemoryStore();
  private final DistantStore store =
      new DistantStore(memory, 0, name -> CHECKPOINT.matcher(name).matches());
  private final Lake lake = Lake.create(store, Environment.system());
  private long rows;

  public FlatTask() {
    Schema schema = Schema.parse("id long, name string");
    lake.transact(
        transaction -> {
          for (int table = 0; table < TABLES; table++) {
            transaction.createTable("t" + table, schema);
          }
        });
  }

  @Override
  public Figures run(List<String> arguments) throws IOException {
    long entries = Long.parseLong(arguments.get(0));
    int window = Integer.parseInt(arguments.get(1));
    long start = System.nanoTime();
    while (lake.latest().version() < entries - window) {
      lake.transact(this::append);
    }
    lake.awaitPublished();
    double seconds = (System.nanoTime() - start) / 1e9;
    return window(window)
        .with(coldOpen())
        .with(Figures.of("entries", lake.latest().version(), "rows", rows, "seconds", seconds));
  }

  private void append(Transaction transaction) {
    transaction.append("t" + rows % TABLES, rows, "name " + rows);
    rows++;
  }

  /** The last transactions, of which each calling thread's own requests count by themselves. */
  private Figures window(int window) {
    long beginRequests = 0;
    long commitRequests = 0;
    long commitBytes = 0;
    long mostBytes = 0;
    DistantStore.Traffic allBefore = store.all();
    DistantStore.Traffic checkpointsBefore = store.watched();
    for (int i = 0; i < window; i++) {
      if (i % FILES_TRAVEL == 0) {
        lake.awaitPublished();
      }
      DistantStore.Traffic before = store.ofThread();
      try (Transaction transaction = lake.begin()) {
        DistantStore.Traffic begun = store.ofThread();
        append(transaction);
        transaction.commit();
        DistantStore.Traffic commit = store.ofThread().since(begun);
        beginRequests += begun.since(before).requests();
        commitRequests += commit.requests();
        commitBytes += commit.bytes();
        mostBytes = Math.max(mostBytes, commit.bytes());
      }
    }
    lake.awaitPublished();
    DistantStore.Traffic all = store.all().since(allBefore);
    DistantStore.Traffic checkpoints = store.watched().since(checkpointsBefore);
    return Figures.of(
        "begin_requests", (double) beginRequests / window,
        "commit_requests", (double) commitRequests / window,
        "commit_bytes", (double) commitBytes / window,
        "commit_bytes_most", mostBytes,
        "all_requests_per_commit", (double) all.requests() / window,
        "all_bytes_per_commit", (double) all.bytes() / window,
        "lake_checkpoint_requests_in_window", checkpoints.requests(),
        "lake_checkpoint_bytes_each", 2.0 * checkpoints.bytes() / checkpoints.requests());
  }

  /** What a process that knows nothing asks until it has the newest version, and a table's rows. */
  private Figures coldOpen() throws IOException {
    DistantStore cold = new DistantStore(memory, 0);
    try (Lake opened = Lake.open(cold, Environment.system())) {
      int tables = opened.latest().tables().size();
      DistantStore.Traffic open = cold.all();
      long counted = opened.latest().table("t7").scan().count();
      DistantStore.Traffic table = cold.all().since(open);
      if (tables != TABLES || counted != rows / TABLES + (rows % TABLES > 7 ? 1 : 0)) {
        throw new AssertionError("%s tables, %s rows".formatted(tables, counted));
      }
      return Figures.of(
          "open_requests", open.requests(),
          "open_bytes", open.bytes(),
          "open_entries_behind_checkpoint", opened.latest().version() - newestCheckpoint(),
          "first_count_requests", table.requests(),
          "first_count_bytes", table.bytes());
    }
  }

  /** Its version; at most some hundred entries came since. */
  private long newestCheckpoint() throws IOException {
    String from = "_tarn/log/%020d".formatted(Math.max(0, lake.latest().version() - 500));
    long newest = 0;
    for (ObjectInfo object : memory.list("_tarn/log/", from)) {
      Matcher checkpoint = CHECKPOINT.matcher(object.name());
      if (checkpoint.matches() && checkpoint.group(1) != null) {
        newest = Long.parseLong(checkpoint.group(1));
      }
    }
    return newest;
  }

  @Override
  public void close() {
    lake.close();
  }
}
