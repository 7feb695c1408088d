package org.tarnlake.golden;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.StructType;
import org.tarnlake.schema.Values;

/** DuckDB's opinion of what Parquet files hold, as far as it has the types. Stateless. */
final class DuckDbRows {
  private DuckDbRows() {}

  /** The scalar columns, which are compared; nested ones read differently through JDBC. */
  static StructType comparable(StructType columns) {
    return new StructType(
        columns.fields().stream()
            .filter(f -> f.type() instanceof PrimitiveType || f.type() instanceof DecimalType)
            .toList());
  }

  static List<String> read(List<Path> files, StructType columns) throws SQLException {
    List<String> rows = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<String> select = new ArrayList<>();
    for (Field field : columns.fields()) {
      names.add(field.name());
      select.add(expression('"' + field.name().replace("\"", "\"\"") + '"', field.type()));
    }
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'; SET threads = 1");
      for (Path file : files) {
        String sql = "SELECT %s FROM '%s'".formatted(String.join(", ", select), file);
        try (ResultSet result = statement.executeQuery(sql)) {
          while (result.next()) {
            List<String> values = new ArrayList<>();
            for (int c = 0; c < names.size(); c++) {
              Object value = canonical(columns.field(c).type(), result.getObject(c + 1));
              values.add(names.get(c) + "=" + RowTexts.of(value));
            }
            rows.add(String.join("|", values));
          }
        }
      }
    }
    rows.sort(null);
    return rows;
  }

  /** What JDBC would make objects of that depend on a zone becomes a number. */
  private static String expression(String column, DataType type) {
    if (type == DataType.TIMESTAMP || type == DataType.TIMESTAMP_NTZ) {
      return "epoch_us(" + column + ")";
    }
    if (type == DataType.DATE) {
      return "date_diff('day', DATE '1970-01-01', " + column + ")";
    }
    return type == DataType.BINARY ? "lower(hex(" + column + "))" : column;
  }

  private static Object canonical(DataType type, Object value) {
    if (value == null || type == DataType.BINARY) {
      return value;
    }
    if (type == DataType.TIMESTAMP || type == DataType.TIMESTAMP_NTZ) {
      return Values.canonical(DataType.LONG, value);
    }
    if (type == DataType.DATE) {
      return Values.canonical(DataType.INT, value);
    }
    return Values.canonical(
        type,
        value instanceof Double d && type instanceof DecimalType ? BigDecimal.valueOf(d) : value);
  }
}
