package org.tarnlake.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Appending {@code --rows} sample rows in one commit, {@code --rounds} times, each in a new JVM;
 * and how much heap is alive while it works, against that of a tenth of the rows.
 */
final class AppendBenchmark implements Benchmark {
  static final long ROWS = 10_000_000;

  @Override
  public void run(Options options, Report report) throws Exception {
    List<String> contenders = List.of(options.text("contenders", "tarn,kernel,iceberg").split(","));
    long rounds = options.number("rounds", 3);
    long rows = options.number("rows", ROWS);
    Path work = options.workFolder().resolve("append");
    Map<String, List<Figures>> runs = new LinkedHashMap<>();
    contenders.forEach(contender -> runs.put(contender, new ArrayList<>()));
    for (int round = 0; round < rounds; round++) {
      for (String contender : contenders) {
        runs.get(contender).add(once(contender, work, report, rows));
      }
    }
    double tarn = speed(runs, "tarn");
    for (String contender : contenders) {
      String value = Report.number(speed(runs, contender) / 1e6) + " M rows/s";
      if (contender.equals("tarn")) {
        report.row(contender, String.format(Locale.ROOT, "append %,d rows", rows), value);
      } else {
        report.atLeast(2, "tarn / " + contender, "append", value, tarn / speed(runs, contender));
      }
    }
    for (String contender : contenders) {
      List<Figures> all = runs.get(contender);
      report.row(contender, "written", Report.number(Figures.median(all, "written_mib")) + " MiB");
      report.row(contender, "processor time", Report.number(Figures.median(all, "cpu_s")) + " s");
      report.row(
          contender,
          "whole process at its peak, -Xmx%dm".formatted(heapMib(contender)),
          Report.number(Figures.median(all, "process_peak_mib")) + " MiB");
    }
    if (contenders.contains("tarn")) {
      memory(work, report, rows);
    }
    Folders.delete(work);
  }

  private static double speed(Map<String, List<Figures>> runs, String contender) {
    return runs.containsKey(contender) ? Figures.median(runs.get(contender), "rows_per_s") : 0;
  }

  private static int heapMib(String contender) {
    return contender.equals("tarn") ? 512 : 2048;
  }

  private static Figures once(String contender, Path work, Report report, Object... arguments)
      throws Exception {
    Path folder = Folders.fresh(work.resolve(contender));
    try (Fork fork = Fork.open(contender, heapMib(contender), "append", contender, folder)) {
      return report.raw(contender, fork.run(arguments));
    } finally {
      Folders.delete(folder);
    }
  }

  /** What full collections find alive while a tenth of the rows is written, and all of them. */
  private static void memory(Path work, Report report, long rows) throws Exception {
    double few = once("tarn", work, report, rows / 10, "live").number("heap_live_peak_mib");
    double all = once("tarn", work, report, rows, "live").number("heap_live_peak_mib");
    report.row(
        "tarn",
        String.format(Locale.ROOT, "heap alive at its peak, %,d rows", rows / 10),
        Report.number(few) + " MiB");
    report.atMost(
        1.5,
        "tarn",
        String.format(Locale.ROOT, "heap alive at its peak, %,d rows", rows),
        Report.number(all) + " MiB",
        all / few);
  }
}
