package org.tarnlake.bench.work;

import java.io.IOException;
import java.util.List;
import org.tarnlake.bench.Figures;
import org.tarnlake.bench.S3Requests;
import org.tarnlake.bench.Samples;
import org.tarnlake.bench.Task;

/**
 * Flushes rows to a new table in a bucket. Arguments of a run: the name of the table, how many
 * flushes, and of how many rows.
 */
public final class FlushTask implements Task {
  private final Opening opening;

  /** Makes a contender's table of a name that nobody else uses. */
  @FunctionalInterface
  public interface Opening {
    Flushes open(String name) throws IOException;
  }

  public FlushTask(Opening opening) {
    this.opening = opening;
  }

  @Override
  public Figures run(List<String> arguments) throws IOException {
    int count = Integer.parseInt(arguments.get(1));
    int rows = Integer.parseInt(arguments.get(2));
    try (Flushes table = opening.open(arguments.get(0))) {
      table.flush(0, rows); // Whoever first writes to a bucket tries it out.
      table.settle();
      long[] nanos = new long[count];
      long requests = S3Requests.sent();
      Clock clock = new Clock();
      for (int i = 0; i < count; i++) {
        long before = System.nanoTime();
        table.flush((i + 1L) * rows, rows);
        nanos[i] = System.nanoTime() - before;
      }
      double seconds = clock.wallMillis() / 1e3;
      long requestsFlushed = S3Requests.sent() - requests;
      table.settle();
      double settled = clock.wallMillis() / 1e3;
      long requestsSettled = S3Requests.sent() - requests;
      double cpuMillis = clock.cpuMillis();
      long found = table.countAnew();
      if (found != (count + 1L) * rows) {
        throw new AssertionError("%s rows, not %s".formatted(found, (count + 1L) * rows));
      }
      return Figures.of(
          "rows", found,
          "flushes_per_s", count / seconds,
          "settled_flushes_per_s", count / settled,
          "median_us", Samples.median(Samples.micros(nanos, 0, count)),
          "requests_per_flush", (double) requestsFlushed / count,
          "settled_requests_per_flush", (double) requestsSettled / count,
          "cpu_ms_per_flush", cpuMillis / count);
    }
  }
}
