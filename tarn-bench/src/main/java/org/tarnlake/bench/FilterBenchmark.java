package org.tarnlake.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Conditions that are computed beside one that is not, in turn in one JVM, {@code --rounds} times
 * over {@code --rows} in memory.
 */
final class FilterBenchmark implements Benchmark {
  private static final List<String> CONDITIONS =
      List.of(
          "a > 10",
          "a > b",
          "a + b > 10",
          "d * 2 > 0.5",
          "case when a > 50 then a else b end > 10");

  @Override
  public void run(Options options, Report report) throws Exception {
    long rounds = options.number("rounds", 10);
    long rows = options.number("rows", 10_000_000);
    Map<String, List<Figures>> runs = new LinkedHashMap<>();
    try (Fork fork = Fork.open("tarn", 2048, "filter", "tarn", "memory", rows)) {
      for (long round = -3; round < rounds; round++) {
        for (String condition : CONDITIONS) {
          Figures figures = report.raw(condition, fork.run(condition));
          if (round >= 0) {
            runs.computeIfAbsent(condition, c -> new ArrayList<>()).add(figures);
          }
        }
      }
    }
    double plain = Figures.median(runs.get(CONDITIONS.get(0)), "ms");
    for (String condition : CONDITIONS) {
      double millis = Figures.median(runs.get(condition), "ms");
      report.row(
          "tarn", condition, Report.number(millis) + " ms", "%.2f".formatted(millis / plain));
    }
  }
}
