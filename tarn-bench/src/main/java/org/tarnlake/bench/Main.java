package org.tarnlake.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the benchmarks named on the command line, all if none is named: {@code commit scan
 * --rounds=3}. One thread at a time.
 */
public final class Main {
  private Main() {}

  private static Map<String, Benchmark> benchmarks() {
    Map<String, Benchmark> benchmarks = new LinkedHashMap<>();
    benchmarks.put("commit", new CommitBenchmark());
    benchmarks.put("growth", new GrowthBenchmark());
    benchmarks.put("threads", new ThreadsBenchmark());
    benchmarks.put("disk", new DiskBenchmark());
    benchmarks.put("processes", new ProcessesBenchmark());
    benchmarks.put("flush", new FlushBenchmark());
    benchmarks.put("distance", new DistanceBenchmark());
    benchmarks.put("flat", new FlatBenchmark());
    benchmarks.put("open", new OpenBenchmark());
    benchmarks.put("append", new AppendBenchmark());
    benchmarks.put("scan", new ScanBenchmark());
    benchmarks.put("change", new ChangeBenchmark());
    benchmarks.put("compact", new CompactBenchmark());
    benchmarks.put("feed", new FeedBenchmark());
    benchmarks.put("find", new FindBenchmark());
    benchmarks.put("writers", new WritersBenchmark());
    benchmarks.put("filter", new FilterBenchmark());
    benchmarks.put("snapshot", new SnapshotBenchmark());
    benchmarks.put("coldstart", new ColdStartBenchmark());
    benchmarks.put("import", new ImportBenchmark());
    benchmarks.put("jars", new JarsBenchmark());
    return benchmarks;
  }

  /** Runs benchmarks; what starts with {@code --} is an option to all of them. */
  public static void main(String[] args) throws Exception {
    Map<String, Benchmark> benchmarks = benchmarks();
    List<String> names = List.of(args).stream().filter(a -> !a.startsWith("--")).toList();
    Options options = new Options(List.of(args).stream().filter(a -> a.startsWith("--")).toList());
    for (String name : names) {
      if (!benchmarks.containsKey(name)) {
        System.err.printf("no benchmark '%s'; there are %s%n", name, benchmarks.keySet());
        System.exit(2);
      }
    }
    for (String name : names.isEmpty() ? benchmarks.keySet() : names) {
      try (Report report = new Report(name)) {
        benchmarks.get(name).run(options, report);
      }
    }
  }
}
