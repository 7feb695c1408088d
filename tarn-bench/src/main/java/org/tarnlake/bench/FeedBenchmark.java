package org.tarnlake.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The change feed of {@code --commits} small commits, each of {@code --rows} rows in a file of its
 * own, against a scan of the same files; the lake is opened for each. Then the feed of commits that
 * update one row each, by vectors and from files of changes. A first round warms up.
 */
final class FeedBenchmark implements Benchmark {

  @Override
  public void run(Options options, Report report) throws Exception {
    long commits = options.number("commits", 1_000);
    long rows = options.number("rows", 1_000);
    long rounds = options.number("rounds", 9);
    Path work = Folders.fresh(options.workFolder().resolve("feed"));
    Map<String, List<Figures>> runs = new LinkedHashMap<>();
    try (Fork fork = Fork.open("tarn", 512, "feed", "tarn", work.resolve("lake"))) {
      report.raw("write", fork.run("write", commits, rows));
      for (long round = -1; round < rounds; round++) {
        for (String which : List.of("scan", "feed", "vectors", "files")) {
          Figures figures = report.raw(which, fork.run(which));
          if (round >= 0) {
            runs.computeIfAbsent(which, each -> new ArrayList<>()).add(figures);
          }
        }
      }
    }
    double scan = Figures.median(runs.get("scan"), "wall_ms");
    report.row("tarn", "scan %s files".formatted(commits), Report.number(scan) + " ms", "1");
    double feed = Figures.median(runs.get("feed"), "wall_ms");
    report.atMost(
        2,
        "tarn",
        "feed of the %s commits".formatted(commits),
        Report.number(feed) + " ms",
        feed / scan);
    for (String which : List.of("vectors", "files")) {
      double millis = Figures.median(runs.get(which), "wall_ms");
      report.row(
          "tarn",
          "feed of %s updates of a row, %s"
              .formatted(
                  Report.number(Figures.median(runs.get(which), "versions")),
                  which.equals("vectors") ? "by vectors" : "from files of changes"),
          Report.number(millis) + " ms");
    }
    if (options.text("keep", "no").equals("no")) {
      Folders.delete(work);
    }
  }
}
