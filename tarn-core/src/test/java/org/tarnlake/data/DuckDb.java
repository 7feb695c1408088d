package org.tarnlake.data;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** DuckDB as an independent reader and writer of Parquet. */
public final class DuckDb implements AutoCloseable {
  private final Connection connection;

  public DuckDb() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    execute("SET TimeZone = 'UTC'; SET threads = 1");
  }

  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The rows of a query, each as its values' texts joined by {@code |}. */
  public List<String> query(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int c = 1; c <= result.getMetaData().getColumnCount(); c++) {
          values.add(result.getString(c));
        }
        rows.add(String.join("|", values));
      }
      return rows;
    }
  }

  /** All rows of a Parquet file, every column as DuckDB casts it to text. */
  public List<String> rows(Path file) throws SQLException {
    return query("SELECT COLUMNS(*)::VARCHAR FROM '" + file + "'");
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
