package org.tarnlake.bench.peer;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.tarnlake.bench.work.Digest;
import org.tarnlake.bench.work.Query;
import org.tarnlake.bench.work.Rows;

/** DuckDB reading the Parquet files that another contender wrote, row by row through JDBC. */
final class DuckDbRows implements Rows {
  private final Path files;
  private final Connection connection;

  DuckDbRows(Path files) throws SQLException {
    this.files = files;
    connection = DriverManager.getConnection("jdbc:duckdb:");
  }

  @Override
  public void write(long rows) {
    throw new UnsupportedOperationException("DuckDB reads what others wrote");
  }

  @Override
  public Digest read(Query query, long id) throws SQLException {
    String columns = String.join(", ", query.columns()).replace("time", "epoch_us(time)");
    String where = query == Query.LOOKUP ? " WHERE id = " + id : "";
    String sql =
        "SELECT %s FROM read_parquet('%s/**/*.parquet')%s".formatted(columns, files, where);
    Digest digest = new Digest();
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        switch (query) {
          case ALL, LOOKUP ->
              digest.all(
                  rows.getLong(1),
                  rows.getLong(2),
                  rows.getDouble(3),
                  rows.getString(4).hashCode(),
                  rows.getString(5).hashCode());
          case ONE -> digest.one(rows.getDouble(1));
          case TWO -> digest.two(rows.getLong(1), rows.getString(2).hashCode());
        }
      }
    }
    return digest;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
