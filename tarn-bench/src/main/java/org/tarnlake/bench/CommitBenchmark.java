package org.tarnlake.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One-row commits of one thread on a local disk, against the bare calls and against peers.
 * Contenders take turns for {@code --seconds} each, {@code --rounds} times after a warm-up.
 */
final class CommitBenchmark implements Benchmark {
  private static final Map<String, String> DURABLE =
      Map.of(
          "floor", "synced twice",
          "tarn", "synced",
          "kernel", "NOT synced",
          "iceberg", "NOT synced",
          "sqlite", "WAL, synchronous=FULL",
          "duckdb", "WAL",
          "h2", "WRITE_DELAY=0, NOT synced each");

  @Override
  public void run(Options options, Report report) throws Exception {
    List<String> contenders =
        List.of(
            options.text("contenders", "floor,tarn,kernel,iceberg,sqlite,duckdb,h2").split(","));
    long rounds = options.number("rounds", 5);
    double seconds = Double.parseDouble(options.text("seconds", "3"));
    Path work = options.workFolder().resolve("commit");
    Map<String, List<Figures>> runs = new LinkedHashMap<>();
    List<Fork> forks = new ArrayList<>();
    try {
      for (String contender : contenders) {
        runs.put(contender, new ArrayList<>());
        Path folder = Folders.fresh(work.resolve(contender));
        forks.add(
            Fork.open(
                contender, contender.equals("tarn") ? 512 : 2048, "commit", contender, folder));
      }
      for (Fork fork : forks) {
        fork.run(options.text("warmup", "5"));
      }
      for (int round = 0; round < rounds; round++) {
        for (Fork fork : forks) {
          runs.get(fork.contender()).add(report.raw(fork.contender(), fork.run(seconds)));
        }
      }
    } finally {
      for (Fork fork : forks) {
        fork.close();
      }
    }
    double floor = Figures.median(runs.get("floor"), "median_us");
    for (String contender : contenders) {
      report(report, contender, runs.get(contender), floor);
    }
    if (contenders.contains("tarn")) {
      double tarn = Figures.median(runs.get("tarn"), "settled_commits_per_s");
      for (String lake : List.of("kernel", "iceberg")) {
        if (contenders.contains(lake)) {
          double speedup = tarn / Figures.median(runs.get(lake), "settled_commits_per_s");
          report.atLeast(30, "tarn / " + lake, "commits per second", "", speedup);
        }
      }
    }
    Folders.delete(work);
  }

  private static void report(Report report, String contender, List<Figures> runs, double floor) {
    double micros = Figures.median(runs, "median_us");
    String value = Report.number(micros / 1e3) + " ms";
    String measure = "one-row commit, median (" + DURABLE.get(contender) + ")";
    if (contender.equals("tarn")) {
      report.atMost(2, contender, measure, value, micros / floor);
    } else {
      report.row(contender, measure, value, Report.number(micros / floor));
    }
    report.row(
        contender,
        "  sustained, all work behind the commits included",
        Report.number(Figures.median(runs, "settled_commits_per_s")) + " /s");
  }
}
