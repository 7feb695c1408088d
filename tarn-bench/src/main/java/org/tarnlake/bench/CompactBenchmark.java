package org.tarnlake.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Small files written anew as large ones, by Tarn with a heap of 512 MiB and by Spark's OPTIMIZE
 * with one of 4 GiB, each of a table that it wrote itself, of the same rows in as many files; both
 * must still have the same rows. A first round warms up.
 */
final class CompactBenchmark implements Benchmark {
  private static final long ROWS = 10_000_000;
  private static final int FILES = 100;

  @Override
  public void run(Options options, Report report) throws Exception {
    long rows = options.number("rows", ROWS);
    long files = options.number("files", FILES);
    boolean alone = options.text("contenders", "tarn,spark").equals("tarn");
    Path work = Folders.fresh(options.workFolder().resolve("compact"));
    List<Fork> forks = new ArrayList<>();
    List<List<Figures>> runs = List.of(new ArrayList<>(), new ArrayList<>());
    try {
      forks.add(Fork.open("tarn", 512, "change", "tarn", work.resolve("tarn")));
      if (!alone) {
        forks.add(Fork.start("spark", Jvm.spark("SparkChanges", work.resolve("spark"))));
      }
      for (long round = -1; round < options.number("rounds", 3); round++) {
        for (int i = 0; i < forks.size(); i++) {
          forks.get(i).run("scatter", files, rows, 0);
        }
        List<Figures> each =
            ChangeBenchmark.together("compact", forks, report, "compact", files, rows, 0);
        for (int i = 0; i < each.size() && round >= 0; i++) {
          runs.get(i).add(each.get(i));
        }
      }
    } finally {
      for (Fork fork : forks) {
        fork.close();
      }
    }
    for (String figure : List.of("wall_ms", "cpu_ms")) {
      String name = "%s files of %s rows, %s".formatted(files, rows / files, figure);
      double tarn = Figures.median(runs.get(0), figure);
      if (alone) {
        report.row("tarn", name, Report.number(tarn) + " ms");
      } else {
        double spark = Figures.median(runs.get(1), figure);
        report.atLeast(2, "tarn", name, Report.number(tarn) + " ms", spark / tarn);
        report.row("spark", name, Report.number(spark) + " ms", "1");
      }
    }
    Folders.delete(work);
  }
}
