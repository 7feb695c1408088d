package org.tarnlake.bench.peer;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.tarnlake.bench.work.ListedCommits;

/** Embedded databases through JDBC: one prepared insert, committed by itself. */
final class JdbcCommits implements ListedCommits {
  private final Connection connection;
  private final PreparedStatement insert;

  private JdbcCommits(String url, String... settings) throws SQLException {
    connection = DriverManager.getConnection(url);
    try (Statement statement = connection.createStatement()) {
      for (String setting : settings) {
        statement.execute(setting);
      }
      statement.execute("CREATE TABLE IF NOT EXISTS t (id BIGINT, name VARCHAR(100))");
    }
    insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?)");
  }

  static JdbcCommits sqlite(Path folder) throws SQLException {
    return new JdbcCommits(
        "jdbc:sqlite:" + folder.resolve("sqlite.db"),
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL");
  }

  static JdbcCommits duckdb(Path folder) throws SQLException {
    return new JdbcCommits("jdbc:duckdb:" + folder.resolve("duck.db"));
  }

  /** H2 with WRITE_DELAY 0 writes each commit at once, but does not sync each. */
  static JdbcCommits h2(Path folder) throws SQLException {
    return new JdbcCommits("jdbc:h2:file:" + folder.resolve("h2") + ";WRITE_DELAY=0");
  }

  @Override
  public void commit(long id, String name) throws SQLException {
    insert.setLong(1, id);
    insert.setString(2, name);
    insert.executeUpdate();
  }

  @Override
  public List<Long> ids() throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM t")) {
      while (rows.next()) {
        ids.add(rows.getLong(1));
      }
    }
    return ids;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
