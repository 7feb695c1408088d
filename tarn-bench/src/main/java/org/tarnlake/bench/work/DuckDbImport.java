package org.tarnlake.bench.work;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.tarnlake.bench.Figures;

/**
 * A program that has DuckDB read a CSV file into a table in memory and write that as Parquet, and
 * prints how long these two statements took, without the start of the process and the library.
 */
public final class DuckDbImport {
  /** What the line begins with that has the figures. */
  public static final String FIGURES = "figures ";

  private DuckDbImport() {}

  /** Reads the file of the first argument and writes that of the second. */
  public static void main(String[] args) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      Clock clock = new Clock();
      statement.execute(
          "CREATE TABLE t AS SELECT * FROM read_csv('%s')".formatted(Path.of(args[0])));
      statement.execute(
          "COPY t TO '%s' (FORMAT parquet, COMPRESSION zstd)".formatted(Path.of(args[1])));
      Figures figures =
          Figures.of("statements_ms", clock.wallMillis(), "statements_cpu_ms", clock.cpuMillis());
      System.out.println(FIGURES + figures.line());
    }
  }
}
