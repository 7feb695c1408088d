package org.tarnlake.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of a snapshot of a big table, by a checkpoint that Tarn wrote and one commit: all of
 * them, and those of one partition, in a new JVM, since a planner asks once, and again in the same
 * one. The files are in the page cache of the machine.
 */
final class SnapshotBenchmark implements Benchmark {

  @Override
  public void run(Options options, Report report) throws Exception {
    long partitions = options.number("partitions", 1_000);
    long files = options.number("files", 1_000);
    long rounds = options.number("rounds", 3);
    List<String> contenders = List.of(options.text("contenders", "tarn,kernel").split(","));
    Path work = options.workFolder().resolve("snapshot-%s-%s".formatted(partitions, files));
    table(work, partitions, files, report);
    Map<String, List<Figures>> all = new LinkedHashMap<>();
    Map<String, List<Figures>> one = new LinkedHashMap<>();
    for (String listing : List.of("all", "partition")) {
      Map<String, List<Figures>> runs = listing.equals("all") ? all : one;
      for (int round = 0; round < rounds; round++) {
        for (String contender : contenders) {
          Figures figures = once(contender, work, listing, partitions / 2);
          long expected = listing.equals("all") ? partitions * files + 1 : files;
          if (figures.number("files") != expected) {
            throw new IOException(
                "%s lists %s files, not %s".formatted(contender, figures.text("files"), expected));
          }
          report.raw(contender + " " + listing, figures);
          runs.computeIfAbsent(contender, c -> new ArrayList<>()).add(figures);
        }
      }
    }
    all.forEach((contender, runs) -> report(report, contender, runs, all.get("kernel"), "all"));
    one.forEach(
        (contender, runs) -> report(report, contender, runs, one.get("kernel"), "one partition's"));
    if (all.containsKey("tarn") && one.containsKey("tarn")) {
      double ratio =
          Figures.median(all.get("tarn"), "warm_ms") / Figures.median(one.get("tarn"), "warm_ms");
      report.atLeast(20, "tarn", "one partition's files against all, warm", "", ratio);
    }
    if (options.text("keep", "no").equals("no")) {
      Folders.delete(work);
    }
  }

  private static Figures once(String contender, Path work, String listing, long value)
      throws IOException {
    int heapMib = contender.equals("tarn") ? 512 : 4096;
    try (Fork fork = Fork.open(contender, heapMib, "snapshot", contender, work.resolve("table"))) {
      return fork.run(listing, value);
    }
  }

  /** The table, made unless an earlier run left it. */
  private static void table(Path work, long partitions, long files, Report report)
      throws IOException {
    Path complete = work.resolve("complete");
    if (!Files.exists(complete)) {
      Folders.fresh(work);
      try (Fork fork = Fork.open("tarn", 4096, "snapshotTable", "tarn", work.resolve("table"))) {
        Figures figures = report.raw("tarn checkpoint", fork.run(partitions, files));
        report.row(
            "tarn",
            String.format(Locale.ROOT, "write the checkpoint of %,d files", partitions * files),
            Report.number(figures.number("wall_ms")) + " ms");
        report.row("tarn", "its size", Report.number(figures.number("bytes") / (1 << 20)) + " MiB");
      }
      Files.createFile(complete);
    }
  }

  private static void report(
      Report report,
      String contender,
      List<Figures> runs,
      @Nullable List<Figures> kernel,
      String which) {
    double peak = Figures.median(runs, "process_peak_mib");
    report.row(contender, "list %s files, memory".formatted(which), Report.number(peak) + " MiB");
    for (String figure : List.of("wall_ms", "warm_ms")) {
      String measure =
          "list %s files, %s".formatted(which, figure.equals("wall_ms") ? "new JVM" : "warm");
      double millis = Figures.median(runs, figure);
      String value = Report.number(millis) + " ms";
      double ratio = kernel == null ? 0 : Figures.median(kernel, figure) / millis;
      if (contender.equals("tarn") && kernel != null && which.equals("all")) {
        report.atLeast(3, contender, measure, value, ratio);
      } else {
        report.row(contender, measure, value, kernel == null ? "" : Report.number(ratio));
      }
    }
  }
}
