package org.tarnlake.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a snapshot of a big table, by a checkpoint that Tarn wrote and one commit: all of
 * them, and those of one partition. Every run is of a new JVM, since a planner asks once; the files
 * are in the page cache of the machine.
 */
final class SnapshotBenchmark implements Benchmark {

  @Override
  public void run(Options options, Report report) throws Exception {
    long partitions = options.number("partitions", 1_000);
    long files = options.number("files", 1_000);
    long rounds = options.number("rounds", 3);
    List<String> contenders = List.of(options.text("contenders", "tarn,kernel").split(","));
    Path work = options.workFolder().resolve("snapshot-%d-%d".formatted(partitions, files));
    table(work, partitions, files, report);
    for (String listing : List.of("all", "partition")) {
      Map<String, List<Figures>> runs = new LinkedHashMap<>();
      for (int round = 0; round < rounds; round++) {
        for (String contender : contenders) {
          Figures figures = once(contender, work, listing, partitions / 2);
          long expected = listing.equals("all") ? partitions * files + 1 : files;
          if (figures.number("files") != expected) {
            throw new IOException(
                "%s lists %s files, not %d".formatted(contender, figures.text("files"), expected));
          }
          report.raw(contender + " " + listing, figures);
          runs.computeIfAbsent(contender, c -> new ArrayList<>()).add(figures);
        }
      }
      report(report, listing, runs);
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
      try (Fork fork =
          Fork.open("tarn", 4096, "snapshotTable", "tarn", work.resolve("table"))) {
        Figures figures = report.raw("tarn checkpoint", fork.run(partitions, files));
        report.row(
            "tarn",
            "write the checkpoint of %,d files".formatted(partitions * files),
            Report.number(figures.number("wall_ms")) + " ms");
        report.row(
            "tarn", "its size", Report.number(figures.number("bytes") / (1 << 20)) + " MiB");
      }
      Files.createFile(complete);
    }
  }

  private static void report(Report report, String listing, Map<String, List<Figures>> runs) {
    String measure =
        listing.equals("all") ? "list all files, new JVM" : "list one partition's files, new JVM";
    List<Figures> kernel = runs.get("kernel");
    for (Map.Entry<String, List<Figures>> entry : runs.entrySet()) {
      double millis = Figures.median(entry.getValue(), "wall_ms");
      String value = Report.number(millis) + " ms";
      double peak = Figures.median(entry.getValue(), "process_peak_mib");
      report.row(entry.getKey(), measure + ", memory", Report.number(peak) + " MiB");
      String ratio =
          kernel == null ? "" : Report.number(Figures.median(kernel, "wall_ms") / millis);
      report.row(entry.getKey(), measure, value, ratio);
    }
  }
}
