package org.tarnlake.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tarnlake.bench.work.Query;

/**
 * Reading the sample rows back: all columns, one, two, and single rows by their id. Every contender
 * reads what it wrote itself (DuckDB what Kernel wrote) and must come to the same sum and hash of
 * all values.
 */
final class ScanBenchmark implements Benchmark {
  private static final int LOOKUPS = 20;

  @Override
  public void run(Options options, Report report) throws Exception {
    List<String> contenders =
        List.of(
            options.text("contenders", "tarn-rows,tarn-batches,kernel,iceberg,duckdb").split(","));
    long rounds = options.number("rounds", 3);
    long rows = options.number("rows", AppendBenchmark.ROWS);
    Path work = options.workFolder().resolve("scan-" + rows);
    List<Fork> forks = new ArrayList<>();
    try {
      for (String contender : contenders) {
        Path folder = written(contender, work, rows);
        int heapMib = contender.startsWith("tarn") ? 512 : 2048;
        forks.add(Fork.open(contender, heapMib, "scan", contender, folder));
      }
      for (Query query : Query.values()) {
        measure(query, forks, rounds, rows, report);
      }
    } finally {
      for (Fork fork : forks) {
        fork.close();
      }
    }
    if (options.text("keep", "no").equals("no")) {
      Folders.delete(work);
    }
  }

  /** The folder with the rows that a contender reads, written unless an earlier run left them. */
  private static Path written(String contender, Path work, long rows) throws IOException {
    String writer =
        switch (contender) {
          case "tarn-rows", "tarn-batches" -> "tarn";
          case "duckdb" -> "kernel";
          default -> contender;
        };
    Path folder = work.resolve(writer);
    Path complete = work.resolve(writer + ".complete");
    if (!Files.exists(complete)) {
      try (Fork fork = Fork.open(writer, 2048, "append", writer, folder)) {
        fork.run(rows);
      }
      Files.createFile(complete);
    }
    return folder;
  }

  private static void measure(Query query, List<Fork> forks, long rounds, long rows, Report report)
      throws IOException {
    Map<String, List<Figures>> runs = new LinkedHashMap<>();
    String digest = null;
    for (int round = -1; round < rounds; round++) {
      for (Fork fork : forks) {
        Figures figures =
            report.raw(fork.contender() + " " + query, fork.run(query, LOOKUPS, rows));
        if (digest != null && round < 0 && !digest.equals(figures.text("digest"))) {
          throw new IOException(
              "%s read other values: %s, not %s"
                  .formatted(fork.contender(), figures.text("digest"), digest));
        }
        digest = figures.text("digest");
        if (round >= 0) { // The first round warms up.
          runs.computeIfAbsent(fork.contender(), c -> new ArrayList<>()).add(figures);
        }
      }
    }
    double kernel = runs.containsKey("kernel") ? millis(runs.get("kernel")) : Double.NaN;
    for (Map.Entry<String, List<Figures>> entry : runs.entrySet()) {
      report(query, entry.getKey(), millis(entry.getValue()), kernel, report);
    }
  }

  private static double millis(List<Figures> runs) {
    return Figures.median(runs, "wall_ms");
  }

  private static void report(
      Query query, String contender, double millis, double kernel, Report report) {
    String measure =
        switch (query) {
          case ALL -> "scan, all columns";
          case ONE -> "scan, column amount";
          case TWO -> "scan, columns id and name";
          case LOOKUP -> "look-up by id, median";
        };
    String value = Report.number(millis) + " ms";
    double speedup = kernel / millis;
    switch (contender) {
      case "tarn-rows" -> report.atLeast(2, contender, measure, value, speedup);
      case "tarn-batches" -> report.atLeast(3, contender, measure, value, speedup);
      default -> report.row(contender, measure, value, Report.number(speedup));
    }
  }
}
