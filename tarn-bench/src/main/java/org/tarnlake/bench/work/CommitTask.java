package org.tarnlake.bench.work;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.tarnlake.bench.Figures;
import org.tarnlake.bench.Samples;
import org.tarnlake.bench.Task;

/** Commits single rows for a while, one after the other. Argument of a run: seconds. */
public final class CommitTask implements Task {
  private final Commits commits;
  private long id;

  public CommitTask(Commits commits) {
    this.commits = commits;
  }

  @Override
  public Figures run(List<String> arguments) throws Exception {
    long limitNanos = (long) (Double.parseDouble(arguments.get(0)) * 1e9);
    long[] nanos = new long[1024];
    int count = 0;
    long start = System.nanoTime();
    long before = start;
    while (before - start < limitNanos) {
      commits.commit(id, "name " + id);
      long after = System.nanoTime();
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * count);
      }
      nanos[count++] = after - before;
      before = after;
      id++;
    }
    double seconds = (before - start) / 1e9;
    commits.settle();
    double settled = (System.nanoTime() - start) / 1e9;
    double[] micros = Samples.micros(nanos, 0, count);
    return Figures.of(
        "commits",
        count,
        "median_us",
        Samples.median(micros),
        "p99_us",
        Samples.quantile(micros, 0.99),
        "commits_per_s",
        count / seconds,
        "settled_commits_per_s",
        count / settled,
        "settle_ms",
        (settled - seconds) * 1e3);
  }

  @Override
  public void close() throws IOException, SQLException {
    commits.close();
  }
}
