package org.tarnlake.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Appending {@code --rows} sample rows in one commit, {@code --rounds} times, each in a new JVM;
 * and the memory that a tenth of the rows takes.
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
    Map<String, Figures> tenths = new LinkedHashMap<>();
    contenders.forEach(contender -> runs.put(contender, new ArrayList<>()));
    for (String contender : contenders) {
      tenths.put(contender, once(contender, work, rows / 10, report));
    }
    for (int round = 0; round < rounds; round++) {
      for (String contender : contenders) {
        runs.get(contender).add(once(contender, work, rows, report));
      }
    }
    double tarn = speed(runs, "tarn");
    for (String contender : contenders) {
      String value = Report.number(speed(runs, contender) / 1e6) + " M rows/s";
      if (contender.equals("tarn")) {
        report.row(contender, "append %,d rows".formatted(rows), value);
      } else {
        report.atLeast(2, "tarn / " + contender, "append", value, tarn / speed(runs, contender));
      }
    }
    for (String contender : contenders) {
      memory(report, contender, tenths.get(contender), runs.get(contender));
    }
    Folders.delete(work);
  }

  private static double speed(Map<String, List<Figures>> runs, String contender) {
    return runs.containsKey(contender) ? Figures.median(runs.get(contender), "rows_per_s") : 0;
  }

  private static Figures once(String contender, Path work, long rows, Report report)
      throws Exception {
    int heapMib = contender.equals("tarn") ? 512 : 2048;
    Path folder = Folders.fresh(work.resolve(contender));
    try (Fork fork = Fork.open(contender, heapMib, "append", contender, folder)) {
      return report.raw(contender, fork.run(rows));
    } finally {
      Folders.delete(folder);
    }
  }

  private static void memory(Report report, String contender, Figures tenth, List<Figures> runs) {
    double live = Figures.median(runs, "heap_live_peak_mib");
    report.row(contender, "  written", Report.number(Figures.median(runs, "written_mib")) + " MiB");
    report.row(
        contender,
        "  heap alive after collections, peak; ratio to a tenth of the rows",
        Report.number(live) + " MiB",
        Report.number(live / tenth.number("heap_live_peak_mib")));
    report.row(
        contender,
        "  whole process, peak; ratio to a tenth of the rows",
        Report.number(Figures.median(runs, "process_peak_mib")) + " MiB",
        Report.number(Figures.median(runs, "process_peak_mib") / tenth.number("process_peak_mib")));
  }
}
