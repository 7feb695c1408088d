package org.tarnlake.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether begin and commit get slower as a lake grows: one-row commits of one thread, the last ones
 * of {@code --commits} against those from the 10th on of new lakes, made in the same JVM before and
 * after, so that neither the compiler nor a slower hour of the machine decides.
 */
final class GrowthBenchmark implements Benchmark {
  private static final int FIRST = 10;

  @Override
  public void run(Options options, Report report) throws Exception {
    long commits = options.number("commits", 100_000);
    long window = options.number("window", 500);
    Path work = Folders.fresh(options.workFolder().resolve("growth"));
    List<Figures> young = new ArrayList<>();
    Figures old;
    try (Fork fork = Fork.open("tarn", 512, "growth", "tarn", work)) {
      fork.run("warmup", Math.min(commits, 3000), window);
      for (int i = 0; i < 3; i++) {
        young.add(report.raw("young", fork.run("before" + i, FIRST + window, window)));
      }
      old = report.raw("old", fork.run("old", commits, window));
      for (int i = 0; i < 3; i++) {
        young.add(report.raw("young", fork.run("after" + i, FIRST + window, window)));
      }
    }
    for (String figure : List.of("begin_us", "commit_us")) {
      double before = Figures.median(young, figure);
      double after = old.number(figure);
      report.row(
          "tarn",
          String.format(Locale.ROOT, "%s, %,d commits from the %dth", figure, window, FIRST),
          Report.number(before) + " us");
      report.atMost(
          1.2,
          "tarn",
          String.format(Locale.ROOT, "%s, last %,d of %,d commits", figure, window, commits),
          Report.number(after) + " us",
          after / before);
    }
    report.row("tarn", "all commits", Report.number(old.number("seconds")) + " s");
    report.row(
        "tarn",
        "publication behind the last commit",
        Report.number(old.number("publication_behind_ms")) + " ms");
    Folders.delete(work);
  }
}
