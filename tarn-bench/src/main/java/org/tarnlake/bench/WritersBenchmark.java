package org.tarnlake.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * {@code --processes} with {@code --threads} each update random rows of one table of one file, each
 * thread rows of its own: {@code --transactions} each, of ten rows. All must commit; how often they
 * were tried tells how much they stand in each other's way. As many threads of one Spark session do
 * the same to a Delta table, {@code --spark-transactions} each.
 */
final class WritersBenchmark implements Benchmark {

  @Override
  public void run(Options options, Report report) throws Exception {
    int processes = (int) options.number("processes", 4);
    int threads = (int) options.number("threads", 4);
    long transactions = options.number("transactions", 40);
    Path lake = Folders.fresh(options.workFolder().resolve("writers")).resolve("lake");
    List<Fork> forks = new ArrayList<>();
    ExecutorService callers = Executors.newFixedThreadPool(processes);
    try {
      for (int i = 0; i < processes; i++) {
        forks.add(Fork.open("tarn", 512, "writers", "tarn", lake));
      }
      report.raw("write", forks.get(0).run("write"));
      List<Future<Figures>> answers = new ArrayList<>();
      for (int i = 0; i < processes; i++) {
        Fork fork = forks.get(i);
        int first = i * threads;
        answers.add(
            callers.submit(
                () -> fork.run("update", first, threads, processes * threads, transactions)));
      }
      double slowest = 0;
      for (Future<Figures> answer : answers) {
        Figures figures = report.raw("update", answer.get());
        slowest = Math.max(slowest, figures.number("median_attempts"));
        report.row(
            "tarn",
            "a process of %s: %s committed, aborted %s %% of all tries"
                .formatted(
                    processes,
                    figures.text("committed"),
                    Report.number(100 * figures.number("aborted_share"))),
            Report.number(figures.number("commits_per_s")) + " /s",
            "at most %s tries".formatted(figures.text("max_attempts")));
      }
      report.atMost(2, "tarn", "tries, median of the worst process", "", slowest);
      report.raw("check", forks.get(0).run("sum", processes * threads * transactions * 10));
    } finally {
      callers.shutdown();
      for (Fork fork : forks) {
        fork.close();
      }
    }
    if (options.text("contenders", "tarn,spark").contains("spark")) {
      spark(options, lake.resolveSibling("spark"), processes * threads, report);
    }
    if (options.text("keep", "no").equals("no")) {
      Folders.delete(lake.getParent());
    }
  }

  private static void spark(Options options, Path folder, int threads, Report report)
      throws Exception {
    long transactions = options.number("spark-transactions", 2);
    try (Fork spark = Fork.start("spark", Jvm.spark("SparkSharedTable", folder))) {
      report.raw("write", spark.run("write"));
      Figures figures =
          report.raw("update", spark.run("update", 0, threads, threads, transactions));
      report.raw("check", spark.run("sum", (long) figures.number("committed") * 10));
      report.row(
          "spark",
          "one process: %s of %s committed, aborted"
              .formatted(figures.text("committed"), threads * transactions),
          Report.number(100 * figures.number("aborted_share")) + " % of all tries",
          "at most %s tries".formatted(figures.text("max_attempts")));
      report.row("spark", "commits", Report.number(figures.number("commits_per_s")) + " /s");
      report.row("spark", "tries, median", Report.number(figures.number("median_attempts")));
    }
  }
}
