package org.tarnlake.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.tarnlake.bench.work.FirstCommit;

/**
 * From the start of a process to its first commit: {@code --rounds} times a Java program of each
 * contender, with that contender's jars only, into a new table and into one that exists. And the
 * whole time of {@code ./tarn tables}.
 */
final class ColdStartBenchmark implements Benchmark {
  private static final Set<String> PEERS = Set.of("delta", "iceberg", "duckdb", "sqlite", "h2-");

  @Override
  public void run(Options options, Report report) throws Exception {
    List<String> contenders =
        List.of(options.text("contenders", "tarn,kernel,iceberg,sqlite,duckdb").split(","));
    long rounds = options.number("rounds", 7);
    Path work = options.workFolder().resolve("coldstart");
    for (String where : List.of("new table", "existing table")) {
      Map<String, List<Figures>> runs = new LinkedHashMap<>();
      for (int round = -1; round < rounds; round++) {
        for (String contender : contenders) {
          Path folder = work.resolve(contender);
          if (where.equals("new table")) {
            Folders.fresh(folder);
          }
          Figures figures = Program.run(program(contender, folder), FirstCommit.DONE);
          if (round >= 0) { // The first round warms the file cache.
            report.raw(contender + " " + where, figures);
            runs.computeIfAbsent(contender, c -> new ArrayList<>()).add(figures);
          }
        }
      }
      report(where, runs, report);
    }
    if (contenders.contains("tarn")) {
      launcher(work.resolve("tarn"), rounds, report);
    }
    Folders.delete(work);
  }

  private static void report(String where, Map<String, List<Figures>> runs, Report report) {
    double kernel =
        runs.containsKey("kernel") ? Figures.median(runs.get("kernel"), "line_ms") : Double.NaN;
    runs.forEach(
        (contender, figures) -> {
          double millis = Figures.median(figures, "line_ms");
          String measure = "process start to first commit, " + where;
          String value = Report.number(millis) + " ms";
          if (contender.equals("tarn")) {
            report.atMost(0.5, contender, measure, value, millis / kernel);
          } else {
            report.row(contender, measure, value, Report.number(millis / kernel));
          }
        });
  }

  private static void launcher(Path lake, long rounds, Report report) throws Exception {
    Path tarn = Jvm.target().resolve("../../tarn").normalize();
    List<String> command = List.of(tarn.toString(), "tables", lake.toString());
    List<Figures> runs = new ArrayList<>();
    Program.run(command, ""); // The first call builds.
    for (int round = 0; round < rounds; round++) {
      runs.add(report.raw("./tarn tables", Program.run(command, "")));
    }
    double millis = Figures.median(runs, "exit_ms");
    report.atMost(
        500, "tarn", "./tarn tables, whole process", Report.number(millis) + " ms", millis);
  }

  private static List<String> program(String contender, Path folder) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(Jvm.classPath(jarsOf(contender)));
    command.add(FirstCommit.class.getName());
    command.add(contender);
    command.add(folder.toString());
    return command;
  }

  private static Predicate<String> jarsOf(String contender) {
    return switch (contender) {
      case "tarn" -> {
        Set<String> names = Jvm.tarnJarNames();
        yield jar -> names.contains(jar) || jar.startsWith("slf4j-nop");
      }
      case "kernel" -> jar -> libraryOf(jar, "delta");
      case "iceberg" -> jar -> libraryOf(jar, "iceberg");
      default -> jar -> jar.startsWith(contender) || jar.startsWith("slf4j");
    };
  }

  /** Whether a jar is one of Kernel's or Iceberg's: it is no other contender's own. */
  private static boolean libraryOf(String jar, String owner) {
    return PEERS.stream().noneMatch(peer -> jar.startsWith(peer) && !peer.equals(owner))
        && !jar.startsWith("tarn");
  }
}
