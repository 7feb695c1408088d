package org.tarnlake.bench.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.tarnlake.ChangeFeed;
import org.tarnlake.Lake;
import org.tarnlake.bench.Figures;
import org.tarnlake.bench.Task;
import org.tarnlake.schema.Schema;

/**
 * Writes small commits, and reads them as a table and as changes. A run takes {@code write} with
 * the number of commits and of rows in each, or {@code scan}, {@code feed}, {@code vectors} or
 * {@code files}. One thread at a time.
 */
public final class FeedTask implements Task {
  private static final int UPDATES = 200;

  private final Path folder;
  private long commits;

  public FeedTask(Path folder) {
    this.folder = folder;
  }

  @Override
  public Figures run(List<String> arguments) throws IOException {
    return switch (arguments.get(0)) {
      case "write" -> write(Long.parseLong(arguments.get(1)), Long.parseLong(arguments.get(2)));
      case "scan" -> scan();
      case "feed" -> changes("t", 1, commits + 1);
      case "vectors" -> changes("vectors", commits + 2, Long.MAX_VALUE);
      default -> changes("files", commits + 2, Long.MAX_VALUE);
    };
  }

  private Figures write(long count, long rows) {
    commits = count;
    long start = System.nanoTime();
    try (Lake lake = Lake.create(folder)) {
      lake.transact(tx -> tx.createTable("t", Schema.parse("id long, n int, name string")));
      for (long commit = 0; commit < count; commit++) {
        append(lake, "t", commit * rows, rows);
      }
      for (String table : List.of("vectors", "files")) {
        lake.transact(
            tx -> {
              tx.createTable(table, Schema.parse("id long, n int, name string"));
              if (table.equals("files")) {
                tx.alter(table).property("delta.enableChangeDataFeed", "true");
              }
            });
        append(lake, table, 0, 100 * rows);
        for (int i = 0; i < UPDATES; i++) {
          long id = i * rows / 3;
          lake.transact(tx -> tx.update(table).set("n", "n + 1").where("id = " + id).run());
        }
      }
    }
    return Figures.of("commits", count, "rows", rows, "wall_ms", (System.nanoTime() - start) / 1e6);
  }

  private static void append(Lake lake, String table, long from, long rows) {
    lake.transact(
        tx -> {
          for (long id = from; id < from + rows; id++) {
            tx.append(table, id, (int) (id % 1000), "name " + id);
          }
        });
  }

  private Figures scan() {
    long start = System.nanoTime();
    long count = 0;
    long sum = 0;
    try (Lake lake = Lake.open(folder);
        org.tarnlake.Rows rows = lake.scan("t").rows()) {
      while (rows.next()) {
        count++;
        sum += rows.getLong(0) + rows.getInt(1);
      }
    }
    return Figures.of(
        "versions",
        commits,
        "rows",
        count,
        "sum",
        sum,
        "wall_ms",
        (System.nanoTime() - start) / 1e6);
  }

  private Figures changes(String table, long from, long to) {
    long start = System.nanoTime();
    long versions = 0;
    long count = 0;
    long sum = 0;
    try (Lake lake = Lake.open(folder)) {
      ChangeFeed feed = lake.changes().table(table).from(from);
      feed = to == Long.MAX_VALUE ? feed : feed.to(to);
      try (org.tarnlake.Changes changes = feed.open()) {
        while (changes.nextVersion()) {
          versions++;
          while (changes.next()) {
            count++;
            sum += changes.row().getLong(0) + changes.row().getInt(1);
          }
        }
      }
    }
    return Figures.of(
        "versions",
        versions,
        "rows",
        count,
        "sum",
        sum,
        "wall_ms",
        (System.nanoTime() - start) / 1e6);
  }
}
