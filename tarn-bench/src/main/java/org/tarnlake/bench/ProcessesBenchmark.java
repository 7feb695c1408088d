package org.tarnlake.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * One process of 64 threads that commit single rows to one table, and to 64; then {@code
 * --processes} that commit single rows for {@code --seconds} after a warm-up, each to a table of
 * its own in one lake: how many entries the log gets in a second, and whether each process gets its
 * share. Each request takes {@code --latency} ms.
 */
final class ProcessesBenchmark implements Benchmark {
  private static final int THREADS = 64;

  @Override
  public void run(Options options, Report report) throws Exception {
    int processes = (int) options.number("processes", 16);
    String seconds = options.text("seconds", "30");
    long latency = options.number("latency", 50);
    threads(latency, options, report);
    Path work = Folders.fresh(options.workFolder().resolve("processes"));
    ExecutorService callers = Executors.newFixedThreadPool(processes);
    List<Fork> forks = new ArrayList<>();
    try {
      for (int i = 0; i < processes; i++) {
        forks.add(Fork.open("tarn", 128, "processes", "tarn", work, latency));
      }
      forks.get(0).run("make", processes);
      ask(callers, forks, "open");
      ask(callers, forks, "commit", options.text("warmup", "10"));
      List<Figures> runs = ask(callers, forks, "commit", seconds);
      double longest = 0;
      double elapsed = 0;
      long[] counts = new long[processes];
      for (int i = 0; i < processes; i++) {
        Figures run = report.raw("process " + i, runs.get(i));
        longest = Math.max(longest, run.number("longest_ms"));
        elapsed = Math.max(elapsed, run.number("seconds"));
        counts[i] = (long) run.number("commits");
      }
      for (int i = 0; i < processes; i++) {
        forks.get(0).run("check", "t" + i, runs.get(i).text("rows"));
      }
      double perSecond = Arrays.stream(counts).sum() / elapsed;
      report.atLeast(12, "tarn", "entries per second", Report.number(perSecond) + " /s", perSecond);
      Arrays.sort(counts);
      report.row(
          "tarn",
          "commits of each process",
          Arrays.stream(counts).mapToObj(String::valueOf).collect(Collectors.joining(" ")),
          "%s to %s".formatted(counts[0], counts[processes - 1]));
      report.row("tarn", "longest transaction", Report.number(longest) + " ms");
      for (Fork fork : forks) {
        fork.close();
      }
    } finally {
      callers.shutdownNow();
      Folders.delete(work);
    }
  }

  private static void threads(long latency, Options options, Report report) throws Exception {
    for (int tables : List.of(1, THREADS)) {
      try (Fork fork =
          Fork.open("tarn", 512, "distantThreads", "tarn", Path.of("memory"), latency)) {
        fork.run(THREADS, tables, options.text("warmup", "10"));
        Figures run =
            report.raw(
                "64 threads to " + tables,
                fork.run(THREADS, tables, options.text("seconds", "30")));
        double perSecond = run.number("commits_per_s");
        report.atLeast(
            1000,
            "tarn",
            "commits per second of 64 threads, tables: " + tables,
            Report.number(perSecond) + " /s",
            perSecond);
      }
    }
  }

  /** Has all of them run at the same time; of a commit each has the table of its number. */
  private static List<Figures> ask(
      ExecutorService callers, List<Fork> forks, String what, Object... more) throws Exception {
    List<Future<Figures>> answers = new ArrayList<>();
    for (int i = 0; i < forks.size(); i++) {
      Fork fork = forks.get(i);
      List<Object> arguments = new ArrayList<>(List.of(what, "t" + i));
      arguments.addAll(List.of(more));
      answers.add(callers.submit(() -> fork.run(arguments.toArray())));
    }
    List<Figures> figures = new ArrayList<>();
    for (Future<Figures> answer : answers) {
      figures.add(answer.get());
    }
    return figures;
  }
}
