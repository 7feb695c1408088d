package org.tarnlake.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One-row durable commits of one thread against one bare synced put each, in turns of a quarter of
 * a second in one JVM, for {@code --seconds} after {@code --warmup} seconds. Then 64 threads for
 * {@code --threads-seconds} in a new JVM, over 64 tables and to one, {@code --rounds} times each.
 * {@code --jvm} is an option for all these JVMs, such as {@code -XX:TieredStopAtLevel=1}.
 */
final class DiskBenchmark implements Benchmark {
  private static final int THREADS = 64;

  @Override
  public void run(Options options, Report report) throws Exception {
    Path work = Folders.fresh(options.workFolder().resolve("disk"));
    List<String> jvm = new ArrayList<>(Jvm.command(512));
    List.of(options.text("jvm", "").split(" ")).stream()
        .filter(o -> !o.isEmpty())
        .forEach(jvm::add);
    try (Fork fork = Fork.open("tarn", jvm, Map.of(), "disk", "tarn", work.resolve("one"))) {
      fork.run(options.text("warmup", "30"));
      Figures figures = report.raw("one thread", fork.run(options.text("seconds", "30")));
      report.row("put", "bare synced put, median", micros(figures, "put_us"), "1");
      report.atMost(
          1.5,
          "tarn",
          "one-row commit, median",
          micros(figures, "commit_us"),
          figures.number("commit_us") / figures.number("put_us"));
      report.row(
          "tarn", "median ratio of turns", "", Report.number(figures.number("ratio_of_pairs")));
    }
    List<Integer> spreads = options.number("rounds", 3) > 0 ? List.of(THREADS, 1) : List.of();
    for (int tables : spreads) {
      List<Figures> runs = new ArrayList<>();
      for (long round = 0; round < options.number("rounds", 3); round++) {
        Path folder = Folders.fresh(work.resolve("threads"));
        try (Fork fork = Fork.open("tarn", jvm, Map.of(), "threads", "tarn", folder)) {
          runs.add(
              report.raw(
                  "64 to " + tables,
                  fork.run(THREADS, tables, options.text("threads-seconds", "20"))));
        }
      }
      for (String figure : List.of("commits_per_s", "settled_commits_per_s")) {
        report.row(
            "tarn",
            "64 threads, tables: %s, %s".formatted(tables, figure),
            Report.number(Figures.median(runs, figure)) + " /s");
      }
    }
    Folders.delete(work);
  }

  private static String micros(Figures figures, String name) {
    return Report.number(figures.number(name)) + " us";
  }
}
