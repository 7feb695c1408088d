package org.tarnlake.bench.work;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.tarnlake.bench.Figures;
import org.tarnlake.bench.Task;

/**
 * Changes rows of a table, or only its files. Arguments of a run: what to do, to how many rows or
 * into how many files, among how many rows, and a number that decides which: the same rows for
 * every contender.
 */
public final class ChangeTask implements Task {
  private final Changes table;
  private final Memory memory = new Memory();

  public ChangeTask(Changes table) {
    this.table = table;
  }

  @Override
  public Figures run(List<String> arguments) throws Exception {
    String what = arguments.get(0);
    int count = Integer.parseInt(arguments.get(1));
    long rows = Long.parseLong(arguments.get(2));
    int seed = Integer.parseInt(arguments.get(3));
    boolean takesIds = List.of("upsert", "update", "delete").contains(what);
    long[] ids = takesIds ? ids(count, rows, seed) : new long[0];
    if (what.equals("upsert")) {
      table.prepare(ids, seed);
    }
    Clock clock = new Clock();
    switch (what) {
      case "write" -> table.write(rows);
      case "scatter" -> table.scatter(rows, count);
      case "compact" -> table.compact();
      case "upsert" -> table.upsert();
      case "update" -> table.update(ids);
      case "delete" -> table.delete(ids);
      default -> throw new IllegalArgumentException(what);
    }
    Figures times = Figures.of("wall_ms", clock.wallMillis(), "cpu_ms", clock.cpuMillis());
    return times.with(Figures.of("digest", table.digest())).with(memory.figures());
  }

  /** Different ids in random order. A tenth of them is new, unless that makes all of the table. */
  private static long[] ids(int count, long rows, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    if (count == rows) {
      return LongStream.range(0, rows).map(i -> Sample.scattered(i, rows)).toArray();
    }
    return random.longs(2L * count + 10, 0, rows + rows / 10).distinct().limit(count).toArray();
  }

  @Override
  public void close() throws IOException, SQLException {
    table.close();
  }
}
