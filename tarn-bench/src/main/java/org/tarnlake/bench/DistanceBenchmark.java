package org.tarnlake.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A full scan of {@code --files} files of {@code --rows} rows each in a server of S3 whose answers
 * take {@code --latency} ms more, against bare reads of the same files by ranges of 8 MiB, as many
 * at a time as the scan had, and against a scan of the same files on the disk: in turn in one JVM,
 * {@code --rounds} times after one that warms up.
 */
final class DistanceBenchmark implements Benchmark {
  private static final int RANGE_BYTES = 8 << 20;

  @Override
  public void run(Options options, Report report) throws Exception {
    long files = options.number("files", 64);
    long rows = options.number("rows", 600_000);
    long latency = options.number("latency", 20);
    long rounds = options.number("rounds", 3);
    Path work = Folders.fresh(options.workFolder().resolve("distance"));
    Map<String, List<Figures>> runs = new LinkedHashMap<>();
    try (S3Process server = S3Process.start(work, latency);
        Fork fork =
            Fork.open(
                "tarn",
                Jvm.command((int) options.number("heap", 1024)),
                server.variables(),
                "distance",
                "tarn",
                server.bucketFolder().resolve("lake"),
                server.bucket() + "/lake")) {
      Figures written = report.raw("write", fork.run("write", files, rows));
      report.row("tarn", "files", written.text("files"));
      report.row("tarn", "bytes", Report.number(written.number("bytes")));
      String underWay = "16";
      for (long round = -1; round < rounds; round++) {
        Figures scan = run(server, fork, "scan");
        underWay = scan.text("most_under_way");
        Figures ranges = run(server, fork, "ranges", RANGE_BYTES, underWay);
        Figures local = run(server, fork, "local");
        if (!scan.text("digest").equals(local.text("digest"))) {
          throw new AssertionError("the scans differ: " + scan.line() + ", " + local.line());
        }
        if (round >= 0) {
          keep(runs, report, "scan", scan);
          keep(runs, report, "ranges", ranges);
          keep(runs, report, "scan of the disk", local);
        }
      }
      report.row("tarn", "requests under way, most", underWay);
    }
    double bare = Figures.median(runs.get("ranges"), "wall_ms");
    runs.forEach((what, figures) -> report(report, what, figures, bare));
  }

  private static Figures run(S3Process server, Fork fork, Object... arguments) throws Exception {
    double cpu = server.cpuMillis();
    Figures figures = fork.run(arguments);
    return figures.with(Figures.of("server_cpu_ms", server.cpuMillis() - cpu));
  }

  private static void keep(
      Map<String, List<Figures>> runs, Report report, String what, Figures figures)
      throws Exception {
    runs.computeIfAbsent(what, key -> new ArrayList<>()).add(report.raw(what, figures));
  }

  private static void report(Report report, String what, List<Figures> runs, double bare) {
    double millis = Figures.median(runs, "wall_ms");
    String value = Report.number(millis) + " ms";
    if (what.equals("scan")) {
      report.atMost(1.3, "tarn", what, value, millis / bare);
    } else {
      report.row("tarn", what, value, Report.number(millis / bare));
    }
    report.row("tarn", "  CPU", Report.number(Figures.median(runs, "cpu_ms")) + " ms");
    report.row(
        "tarn",
        "  CPU of the server",
        Report.number(Figures.median(runs, "server_cpu_ms")) + " ms");
  }
}
