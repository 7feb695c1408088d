package org.tarnlake.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows deleted, updated and merged by their ids, by Tarn with a heap of 512 MiB and by Spark with
 * Delta (deletion vectors on) with one of 4 GiB. Each changes a table that it wrote itself, whose
 * ids are in random order, and both must come to the same rows. A first round warms up. The
 * statements that change all rows, or many, come once or twice, last.
 */
final class ChangeBenchmark implements Benchmark {
  private static final long ROWS = 10_000_000;
  private static final int FEW = 1000;

  /**
   * A statement, how many rows it means, how often it is measured, and how much faster Tarn is to
   * be.
   */
  private record Step(String name, String statement, long count, long rounds, double bar) {}

  @Override
  public void run(Options options, Report report) throws Exception {
    long rows = options.number("rows", ROWS);
    long rounds = options.number("rounds", 3);
    boolean alone = options.text("contenders", "tarn,spark").equals("tarn");
    Path work = Folders.fresh(options.workFolder().resolve("change-" + rows));
    List<Step> steps =
        List.of(
            new Step("upsert 1,000 rows", "upsert", FEW, rounds, 5),
            new Step("update 1,000 rows", "update", FEW, rounds, 5),
            new Step("delete 1,000 rows", "delete", FEW, rounds, 5),
            new Step("delete 1 row", "delete", 1, rounds, 5),
            new Step("upsert 5 % of the rows", "upsert", rows / 20, rounds, 2),
            new Step("upsert 100 % of the rows", "upsert", rows, 1, 2));
    List<Fork> forks = new ArrayList<>();
    try {
      forks.add(Fork.open("tarn", 512, "change", "tarn", work.resolve("tarn")));
      if (!alone) {
        forks.add(Fork.start("spark", Jvm.spark("SparkChanges", work.resolve("spark"))));
      }
      together("write", forks, report, "write", 0, rows, 0);
      int seed = 1;
      for (Step step : steps) {
        boolean warms = step.rounds() > 1;
        List<List<Figures>> runs = List.of(new ArrayList<>(), new ArrayList<>());
        for (int round = warms ? -1 : 0; round < step.rounds(); round++) {
          List<Figures> each =
              together(step.name(), forks, report, step.statement(), step.count(), rows, seed++);
          for (int i = 0; i < each.size() && round >= 0; i++) {
            runs.get(i).add(each.get(i));
          }
        }
        report(step, runs, report);
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

  /** Has all do one thing, after which they must have the same rows. */
  static List<Figures> together(String name, List<Fork> forks, Report report, Object... arguments)
      throws IOException {
    List<Figures> figures = new ArrayList<>();
    for (Fork fork : forks) {
      figures.add(report.raw(fork.contender() + " " + name, fork.run(arguments)));
    }
    String digest = figures.get(0).text("digest");
    for (Figures other : figures) {
      if (!other.text("digest").equals(digest)) {
        throw new IOException(
            "%s, other rows: %s and %s".formatted(name, digest, other.text("digest")));
      }
    }
    return figures;
  }

  private static void report(Step step, List<List<Figures>> runs, Report report) {
    double tarn = Figures.median(runs.get(0), "wall_ms");
    if (runs.get(1).isEmpty()) {
      report.row("tarn", step.name(), Report.number(tarn) + " ms");
      return;
    }
    double spark = Figures.median(runs.get(1), "wall_ms");
    report.atLeast(step.bar(), "tarn", step.name(), Report.number(tarn) + " ms", spark / tarn);
    report.row("spark", step.name(), Report.number(spark) + " ms", "1");
  }
}
