package org.tarnlake.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests and their bytes as the log grows, to {@code --most} entries: of a warm begin and commit,
 * of all that a commit brings about, of a lake checkpoint, and of a cold open. Counted, in a lake
 * in memory, whose store tells Tarn that it is far away.
 */
final class FlatBenchmark implements Benchmark {
  private static final int WINDOW = 640;

  @Override
  public void run(Options options, Report report) throws Exception {
    long most = options.number("most", 1_000_000);
    Map<Long, Figures> runs = new LinkedHashMap<>();
    try (Fork fork =
        Fork.open("tarn", (int) options.number("heap", 12_000), "flat", "tarn", "memory")) {
      for (long entries = 1000; entries <= most; entries *= 10) {
        runs.put(entries, report.raw("tarn", fork.run(entries, WINDOW)));
      }
    }
    Figures first = runs.get(1000L);
    for (String figure :
        List.of(
            "begin_requests",
            "commit_requests",
            "commit_bytes",
            "lake_checkpoint_bytes_each",
            "open_requests",
            "open_bytes",
            "open_entries_behind_checkpoint",
            "all_requests_per_commit",
            "all_bytes_per_commit")) {
      runs.forEach(
          (entries, run) ->
              report.row(
                  "tarn",
                  "%s at %s entries".formatted(figure, entries),
                  Report.number(run.number(figure)),
                  Report.number(run.number(figure) / first.number(figure))));
    }
  }
}
