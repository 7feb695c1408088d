package org.tarnlake.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * 64 threads that commit one row each, to one table and to 64, against one thread: in turn in one
 * JVM, {@code --rounds} times {@code --seconds} each.
 */
final class ThreadsBenchmark implements Benchmark {
  /** Until then the compiler took a quarter of the processors. */
  private static final String WARM_UP_SECONDS = "12";

  @Override
  public void run(Options options, Report report) throws Exception {
    long rounds = options.number("rounds", 5);
    String seconds = options.text("seconds", "3");
    Path work = Folders.fresh(options.workFolder().resolve("threads"));
    List<Figures> one = new ArrayList<>();
    List<Figures> oneTable = new ArrayList<>();
    List<Figures> manyTables = new ArrayList<>();
    try (Fork fork = Fork.open("tarn", 512, "threads", "tarn", work)) {
      fork.run(1, 1, seconds);
      fork.run(64, 64, WARM_UP_SECONDS);
      for (int round = 0; round < rounds; round++) {
        one.add(report.raw("1 thread", fork.run(1, 1, seconds)));
        oneTable.add(report.raw("64 to 1 table", fork.run(64, 1, seconds)));
        manyTables.add(report.raw("64 to 64 tables", fork.run(64, 64, seconds)));
      }
    }
    report(report, "committed", "commits_per_s", one, oneTable, manyTables);
    report(report, "published too", "settled_commits_per_s", one, oneTable, manyTables);
    Folders.delete(work);
  }

  private static void report(
      Report report,
      String what,
      String figure,
      List<Figures> one,
      List<Figures> oneTable,
      List<Figures> manyTables) {
    double alone = Figures.median(one, figure);
    double toOne = Figures.median(oneTable, figure);
    double toMany = Figures.median(manyTables, figure);
    report.row("tarn", "1 thread, " + what, Report.number(alone) + " /s", "1");
    report.atLeast(
        10, "tarn", "64 threads, 1 table, " + what, Report.number(toOne) + " /s", toOne / alone);
    report.atLeast(
        5, "tarn", "64 threads, 64 tables, " + what, Report.number(toMany) + " /s", toMany / alone);
  }
}
