package org.tarnlake.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One row by its id among {@code --rows}, whose ids are sorted, in random order with Bloom filters,
 * or in random order without: found, upserted, and beside a scan of the ids. Then a row of {@code
 * --wide} rows of five columns is deleted, beside finding it, and all are scanned before and after
 * one in a hundred was deleted. A first round warms up.
 */
final class FindBenchmark implements Benchmark {
  private long rounds;

  @Override
  public void run(Options options, Report report) throws Exception {
    long rows = options.number("rows", 10_000_000);
    long wide = options.number("wide", 10_000_000);
    rounds = options.number("rounds", 9);
    Path work = Folders.fresh(options.workFolder().resolve("find"));
    for (String layout : List.of("sorted", "filtered", "unsorted")) {
      try (Fork fork = Fork.open("tarn", 512, "find", "tarn", work.resolve(layout))) {
        report.raw("write " + layout, fork.run("write", layout, rows));
        Map<String, Double> medians = medians(report, fork, layout, "find", "upsert", "key");
        double key = medians.getOrDefault("key", 1.0);
        report.row("tarn", layout + ": scan the ids", Report.number(key) + " ms", "1");
        for (String what : List.of("find", "upsert")) {
          double millis = medians.getOrDefault(what, 0.0);
          report.row(
              "tarn",
              layout + ": " + what + " a row",
              Report.number(millis) + " ms",
              Report.number(millis / key));
        }
      }
    }
    try (Fork fork = Fork.open("tarn", 512, "find", "tarn", work.resolve("wide"))) {
      report.raw("write wide", fork.run("write", "wide", wide));
      Map<String, Double> medians = medians(report, fork, "wide", "find", "delete");
      double find = medians.getOrDefault("find", 1.0);
      double delete = medians.getOrDefault("delete", 0.0);
      report.row("tarn", "wide: find a row", Report.number(find) + " ms", "1");
      report.atMost(10, "tarn", "wide: delete a row", Report.number(delete) + " ms", delete / find);
      double before = medians(report, fork, "wide", "scan").getOrDefault("scan", 1.0);
      report.raw("wide thin", fork.run("thin"));
      double after = medians(report, fork, "wide", "scan").getOrDefault("scan", 0.0);
      report.row("tarn", "wide: scan", Report.number(before) + " ms", "1");
      report.atMost(
          1.15,
          "tarn",
          "wide: scan, one row in 100 deleted",
          Report.number(after) + " ms",
          after / before);
    }
    if (options.text("keep", "no").equals("no")) {
      Folders.delete(work);
    }
  }

  private Map<String, Double> medians(Report report, Fork fork, String layout, String... runs)
      throws Exception {
    Map<String, List<Figures>> all = new LinkedHashMap<>();
    for (long round = -1; round < rounds; round++) {
      for (String which : runs) {
        Figures figures = report.raw(layout + " " + which, fork.run(which));
        if (round >= 0) {
          all.computeIfAbsent(which, each -> new ArrayList<>()).add(figures);
        }
      }
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    all.forEach((which, figures) -> medians.put(which, Figures.median(figures, "wall_ms")));
    return medians;
  }
}
