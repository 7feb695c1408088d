package org.tarnlake.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tarnlake.bench.work.CsvSample;
import org.tarnlake.bench.work.DuckDbImport;

/**
 * {@code ./tarn import} of a CSV file of {@code --rows} rows, into a new table and into one that is
 * there, {@code --rounds} times in turns with DuckDB, which reads the same file into a table and
 * writes it as Parquet. Tarn's whole process against DuckDB's two statements alone.
 */
final class ImportBenchmark implements Benchmark {
  private static final long ROWS = 2_000_000;
  private static final Map<String, String> HEAP = Map.of("JDK_JAVA_OPTIONS", "-Xmx512m");
  private static final double MIB = 1 << 20;

  @Override
  public void run(Options options, Report report) throws Exception {
    long rounds = options.number("rounds", 7);
    Path work = Folders.fresh(options.workFolder().resolve("import"));
    Path csv = work.resolve("sample.csv");
    double size = CsvSample.write(csv, options.number("rows", ROWS)) / 1e6;
    Path head = work.resolve("head.csv");
    CsvSample.write(head, 10);
    List<Figures> create = new ArrayList<>();
    List<Figures> append = new ArrayList<>();
    List<Figures> duckDb = new ArrayList<>();
    for (long round = -1; round < rounds; round++) {
      Figures created = tarn(work, csv, null);
      Figures appended = tarn(work, csv, head);
      Figures statements = duckDb(work, csv);
      if (round >= 0) { // The first round builds, and warms the file cache.
        create.add(report.raw("import --create", created));
        append.add(report.raw("import", appended));
        duckDb.add(report.raw("duckdb", statements));
      }
    }
    String what = "import of a CSV file of %s MB, ".formatted(Report.number(size));
    report(what + "new table", create, duckDb, report);
    report(what + "existing table", append, duckDb, report);
    report.row(
        "duckdb",
        "two statements; whole process",
        "%s ms, %s s of CPU; %s ms"
            .formatted(
                Report.number(Figures.median(duckDb, "statements_ms")),
                Report.number(Figures.median(duckDb, "statements_cpu_ms") / 1e3),
                Report.number(Figures.median(duckDb, "exit_ms"))));
    Folders.delete(work);
  }

  private static void report(
      String measure, List<Figures> tarn, List<Figures> duckDb, Report report) {
    List<Figures> ratios = new ArrayList<>();
    for (int i = 0; i < tarn.size(); i++) {
      Figures peer = duckDb.get(i);
      ratios.add(
          Figures.of(
              "wall", tarn.get(i).number("exit_ms") / peer.number("statements_ms"),
              "cpu", 1e3 * tarn.get(i).number("cpu_s") / peer.number("statements_cpu_ms")));
    }
    report.atMost(
        1.5,
        "tarn / duckdb",
        measure + ", whole process to statements, of pairs",
        Report.number(Figures.median(tarn, "exit_ms")) + " ms",
        Figures.median(ratios, "wall"));
    report.row(
        "tarn / duckdb",
        measure + ", CPU",
        Report.number(Figures.median(tarn, "cpu_s")) + " s",
        Report.number(Figures.median(ratios, "cpu")));
    double peak = tarn.stream().mapToDouble(run -> run.number("peak_mib")).max().orElse(0);
    report.atMost(
        512, "tarn", measure + ", process at its peak", Report.number(peak) + " MiB", peak);
  }

  /**
   * Imports the file into a fresh lake.
   *
   * @param first what is imported before into the same table; null if that is to be made
   */
  private static Figures tarn(Path work, Path csv, Path first) throws IOException {
    Path lake = work.resolve("lake");
    Folders.delete(lake);
    String tarn = Jvm.target().resolve("../../tarn").normalize().toString();
    Program.run(List.of(tarn, "init", lake.toString()), "");
    List<String> command = new ArrayList<>(List.of(tarn, "import", lake.toString(), "t=" + csv));
    if (first == null) {
      command.add("--create");
    } else {
      Program.run(List.of(tarn, "import", lake.toString(), "t=" + first, "--create"), "");
    }
    Figures figures = Program.run(command, "", HEAP);
    Folders.delete(lake);
    return figures;
  }

  private static Figures duckDb(Path work, Path csv) throws IOException {
    Path parquet = work.resolve("t.parquet");
    Files.deleteIfExists(parquet);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(Jvm.classPath(jar -> jar.startsWith("duckdb")));
    command.add(DuckDbImport.class.getName());
    command.add(csv.toString());
    command.add(parquet.toString());
    return Program.run(command, DuckDbImport.FIGURES, Map.of());
  }
}
