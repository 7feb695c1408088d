package org.tarnlake.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code --rows} in flushes of {@code --flush} rows, a commit each, to a table in a server of S3 on
 * this machine: contenders take turns, {@code --rounds} times after one that warms up, each time
 * with a new table.
 */
final class FlushBenchmark implements Benchmark {
  @Override
  public void run(Options options, Report report) throws Exception {
    List<String> contenders = List.of(options.text("contenders", "tarn,iceberg").split(","));
    long flush = options.number("flush", 100);
    long flushes = options.number("rows", 10_000) / flush;
    long rounds = options.number("rounds", 3);
    Path work = Folders.fresh(options.workFolder().resolve("flush"));
    Map<String, List<Figures>> runs = new LinkedHashMap<>();
    List<Fork> forks = new ArrayList<>();
    try (S3Process server =
        S3Process.start(Folders.fresh(work.resolve("server")), options.number("latency", 0))) {
      for (String contender : contenders) {
        runs.put(contender, new ArrayList<>());
        Path folder = Folders.fresh(work.resolve(contender));
        forks.add(
            Fork.open(
                contender,
                Jvm.command(1024),
                server.variables(),
                "flush",
                contender,
                folder,
                server.bucket()));
      }
      for (long round = -1; round < rounds; round++) {
        for (Fork fork : forks) {
          double cpu = server.cpuMillis();
          Figures figures = fork.run("round" + (round + 1), flushes, flush);
          if (round >= 0) {
            figures =
                figures.with(
                    Figures.of("server_cpu_ms_per_flush", (server.cpuMillis() - cpu) / flushes));
            runs.get(fork.contender()).add(report.raw(fork.contender(), figures));
          }
        }
      }
      for (Fork fork : forks) {
        fork.close();
      }
    } finally {
      Folders.delete(work);
    }
    runs.forEach((contender, figures) -> report(report, contender, figures));
    if (runs.size() == 2) {
      for (String figure : List.of("flushes_per_s", "settled_flushes_per_s")) {
        double tarn = Figures.median(runs.get("tarn"), figure);
        double iceberg = Figures.median(runs.get("iceberg"), figure);
        report.atLeast(2, "tarn / iceberg", figure, "", tarn / iceberg);
      }
    }
  }

  private static void report(Report report, String contender, List<Figures> runs) {
    for (String figure :
        List.of(
            "flushes_per_s",
            "settled_flushes_per_s",
            "requests_per_flush",
            "settled_requests_per_flush",
            "cpu_ms_per_flush",
            "server_cpu_ms_per_flush")) {
      report.row(contender, figure, Report.number(Figures.median(runs, figure)));
    }
  }
}
