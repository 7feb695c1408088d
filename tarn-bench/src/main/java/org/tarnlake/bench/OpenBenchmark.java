package org.tarnlake.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tarnlake.bench.work.OpenTask;

/**
 * Opening a lake of {@code --entries} log entries and {@code --tables} tables, against one of 10
 * entries and one table: the first call in a new JVM, and whole processes. The files are in the
 * page cache of the machine.
 */
final class OpenBenchmark implements Benchmark {

  @Override
  public void run(Options options, Report report) throws Exception {
    long entries = options.number("entries", 100_000);
    long tables = options.number("tables", 1_000);
    long rounds = options.number("rounds", 9);
    Path work = options.workFolder().resolve("open");
    Map<String, Path> lakes = new LinkedHashMap<>();
    lakes.put("small", lake(work, 10, 1, report));
    lakes.put("big", lake(work, entries, tables, report));
    Map<String, List<Figures>> runs = new LinkedHashMap<>();
    for (int round = -1; round < rounds; round++) {
      for (Map.Entry<String, Path> lake : lakes.entrySet()) {
        Figures figures = once(lake.getValue());
        if (round >= 0) { // The first round warms the file cache.
          report.raw(lake.getKey(), figures);
          runs.computeIfAbsent(lake.getKey(), l -> new ArrayList<>()).add(figures);
        }
      }
    }
    report(report, "open and list tables, first call", "tables_ms", runs);
    report(report, "open and count the rows of one table, first call", "table_ms", runs);
    report(report, "whole process", "exit_ms", runs);
    if (options.text("keep", "no").equals("no")) {
      Folders.delete(work);
    }
  }

  private static Figures once(Path lake) throws IOException {
    Figures inside;
    try (Fork fork = Fork.open("tarn", 512, "open", "tarn", lake)) {
      inside = fork.run("once");
    }
    List<String> program = new ArrayList<>(Jvm.command(512));
    program.add("-cp");
    program.add(Jvm.classPath(jar -> Jvm.tarnJarNames().contains(jar) || jar.startsWith("slf4j")));
    program.add(OpenTask.class.getName());
    program.add(lake.toString());
    return inside.with(Program.run(program, ""));
  }

  private static Path lake(Path work, long entries, long tables, Report report) throws IOException {
    Path lake = work.resolve("lake-%s-%s".formatted(entries, tables));
    Path complete = work.resolve(lake.getFileName() + ".complete");
    if (!Files.exists(complete)) {
      Folders.delete(lake);
      try (Fork fork = Fork.open("tarn", 8192, "lakes", "tarn", work)) {
        report.raw("lake", fork.run(lake.getFileName(), entries, tables));
      }
      Files.createFile(complete);
    }
    return lake;
  }

  private static void report(
      Report report, String measure, String figure, Map<String, List<Figures>> runs) {
    double small = Figures.median(runs.get("small"), figure);
    double big = Figures.median(runs.get("big"), figure);
    report.row("tarn, small lake", measure, Report.number(small) + " ms", "1");
    report.atMost(3, "tarn, big lake", measure, Report.number(big) + " ms", big / small);
  }
}
