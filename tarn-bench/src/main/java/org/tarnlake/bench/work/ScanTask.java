package org.tarnlake.bench.work;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.tarnlake.bench.Figures;
import org.tarnlake.bench.Samples;
import org.tarnlake.bench.Task;

/**
 * Reads the sample rows back. Arguments of a run: a query, and for look-ups how many of them, among
 * how many rows.
 */
public final class ScanTask implements Task {
  private final Rows table;
  private final Memory memory = new Memory();
  private final Random random = new Random(42);

  public ScanTask(Rows table) {
    this.table = table;
  }

  @Override
  public Figures run(List<String> arguments) throws Exception {
    Query query = Query.valueOf(arguments.get(0));
    if (query == Query.LOOKUP) {
      return lookups(Integer.parseInt(arguments.get(1)), Long.parseLong(arguments.get(2)));
    }
    Clock clock = new Clock();
    Digest digest = table.read(query, 0);
    double millis = clock.wallMillis();
    double cpuMillis = clock.cpuMillis();
    return Figures.of(
            "digest",
            digest.text(),
            "wall_ms",
            millis,
            "cpu_ms",
            cpuMillis,
            "rows_per_s",
            digest.rows() / millis * 1e3)
        .with(memory.figures());
  }

  private Figures lookups(int count, long rows) throws Exception {
    double[] millis = new double[count];
    StringBuilder digests = new StringBuilder();
    for (int i = 0; i < count; i++) {
      long id = random.nextLong(rows);
      long start = System.nanoTime();
      Digest digest = table.read(Query.LOOKUP, id);
      millis[i] = (System.nanoTime() - start) / 1e6;
      digests.append(digest.text());
    }
    return Figures.of(
        "digest", Integer.toHexString(digests.toString().hashCode()),
        "wall_ms", Samples.median(millis),
        "p90_ms", Samples.quantile(millis, 0.9));
  }

  @Override
  public void close() throws IOException, SQLException {
    table.close();
  }
}
