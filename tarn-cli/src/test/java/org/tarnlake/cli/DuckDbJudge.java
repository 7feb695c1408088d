package org.tarnlake.cli;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.Judged.Kind;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.StructType;

/** What DuckDB makes of files. One thread at a time. */
final class DuckDbJudge implements AutoCloseable {
  private final Connection connection;

  DuckDbJudge() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'; SET threads = 1");
    }
  }

  /**
   * A CSV file as texts: nothing about it is guessed, and its first line is a record like others.
   *
   * @param columnCount how many fields its records have; with another number DuckDB refuses it
   * @param options of its reader, besides the usual ones
   * @param hasNames whether the first record names the columns
   */
  Judged.Table csv(
      Path file,
      int columnCount,
      Map<String, String> options,
      List<String> timeFormats,
      boolean hasNames)
      throws SQLException {
    List<String> columns = new ArrayList<>();
    List<String> select = new ArrayList<>();
    for (int i = 1; i <= columnCount; i++) {
      columns.add("'c%s': 'VARCHAR'".formatted(i));
      select.add("c%1$s, %2$s".formatted(i, micros("c" + i, timeFormats)));
    }
    boolean tabs = file.toString().replaceAll("\\.(gz|zst)$", "").endsWith(".tsv");
    Map<String, String> all = new LinkedHashMap<>();
    all.put("columns", "{" + String.join(", ", columns) + "}");
    all.put("auto_detect", "false");
    all.put("header", "false");
    all.put("delim", tabs ? "'\t'" : "','");
    all.put("quote", "'\"'");
    all.put("escape", "'\"'");
    all.put("nullstr", "['']");
    all.put("allow_quoted_nulls", "false");
    all.put("parallel", "false");
    all.putAll(options);
    List<String> settings = new ArrayList<>();
    all.forEach((key, value) -> settings.add(key + "=" + value));
    String sql =
        "SELECT %s FROM read_csv('%s', %s)"
            .formatted(String.join(", ", select), file, String.join(", ", settings));
    List<List<Judged>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<Judged> row = new ArrayList<>();
        for (int i = 0; i < columnCount; i++) {
          row.add(Judged.of(Kind.TEXT, result.getString(2 * i + 1), micros(result, 2 * i + 2)));
        }
        rows.add(row);
      }
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < columnCount; i++) {
      String name = hasNames ? rows.get(0).get(i).text() : null;
      names.add(name == null ? "" : name);
    }
    return new Judged.Table(names, hasNames ? rows.subList(1, rows.size()) : rows);
  }

  /** A file of JSON objects, one a line or in one array. */
  Judged.Table json(Path file, Map<String, String> options) throws SQLException {
    StringBuilder settings = new StringBuilder();
    options.forEach((key, value) -> settings.append(", ").append(key).append('=').append(value));
    String objects =
        "SELECT row_number() OVER () AS line, json FROM read_json_objects('%s'%s)"
            .formatted(file, settings);
    List<Judged> trees = trees(objects);
    Set<String> names = new LinkedHashSet<>();
    trees.forEach(tree -> names.addAll(tree.children().keySet()));
    List<List<Judged>> rows = new ArrayList<>();
    for (Judged tree : trees) {
      rows.add(
          names.stream().map(name -> tree.children().getOrDefault(name, Judged.NOTHING)).toList());
    }
    return new Judged.Table(List.copyOf(names), rows);
  }

  /**
   * A file of JSON arrays, one a line, each the texts of a CSV record, as another judge has them.
   */
  Judged.Table records(Path file, List<String> timeFormats, boolean hasNames) throws SQLException {
    String arrays =
        "SELECT row_number() OVER () AS line, json FROM read_ndjson_objects('%s')".formatted(file);
    List<List<Judged>> rows = new ArrayList<>();
    for (Judged tree : trees(arrays, timeFormats)) {
      rows.add(List.copyOf(tree.children().values()));
    }
    List<String> names = new ArrayList<>();
    for (Judged name : rows.get(0)) {
      names.add(!hasNames || name.text() == null ? "" : name.text());
    }
    return new Judged.Table(names, hasNames ? rows.subList(1, rows.size()) : rows);
  }

  /** A Parquet file. */
  Judged.Table parquet(Path file, StructType columns) throws SQLException {
    List<String> names = new ArrayList<>();
    List<String> types = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("DESCRIBE SELECT * FROM read_parquet('%s')".formatted(file))) {
      while (result.next()) {
        names.add(result.getString(1));
        types.add(result.getString(2));
      }
    }
    List<List<Judged>> byColumn = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = "\"" + names.get(i).replace("\"", "\"\"") + "\"";
      Field column = i < columns.size() ? columns.field(i) : columns.field(0);
      boolean isScalar =
          column.type() instanceof PrimitiveType || column.type() instanceof DecimalType;
      byColumn.add(
          isScalar
              ? scalars(file, name, types.get(i))
              : trees(
                  "SELECT row_number() OVER () AS line, coalesce(to_json(%s), 'null'::JSON) AS json FROM read_parquet('%s')"
                      .formatted(name, file)));
    }
    List<List<Judged>> rows = new ArrayList<>();
    for (int row = 0; row < byColumn.get(0).size(); row++) {
      List<Judged> values = new ArrayList<>();
      for (List<Judged> column : byColumn) {
        values.add(column.get(row));
      }
      rows.add(values);
    }
    return new Judged.Table(names, rows);
  }

  private List<Judged> scalars(Path file, String column, String type) throws SQLException {
    boolean isTime = type.startsWith("TIMESTAMP") || type.equals("DATE");
    String sql =
        "SELECT %s, %s FROM read_parquet('%s')"
            .formatted(
                type.equals("BLOB") ? "hex(" + column + ")" : column + "::VARCHAR",
                isTime ? "epoch_us(" + column + ")" : "NULL",
                file);
    List<Judged> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        values.add(Judged.of(Kind.TEXT, result.getString(1), micros(result, 2)));
      }
    }
    return values;
  }

  private List<Judged> trees(String objects) throws SQLException {
    return trees(objects, List.of());
  }

  /** The JSON values that a query returns, taken apart by DuckDB. */
  private List<Judged> trees(String values, List<String> timeFormats) throws SQLException {
    String sql =
        "SELECT line, id, parent, key, type, value::VARCHAR, text, %s FROM"
            + " (SELECT line, tree.*, json_extract_string(tree.value, '$') AS text"
            + " FROM (%s) AS each, json_tree(each.json) AS tree) ORDER BY line, id";
    List<Judged> roots = new ArrayList<>();
    Map<Long, Judged> byId = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(sql.formatted(micros("text", timeFormats), values))) {
      while (result.next()) {
        Kind kind = kind(result.getString(5));
        String text = kind == Kind.TEXT ? result.getString(7) : result.getString(6);
        Judged node = Judged.of(kind, kind == Kind.NULL ? null : text, micros(result, 8));
        long parent = result.getLong(3);
        if (result.wasNull()) {
          byId.clear();
          roots.add(node);
        } else {
          Map<String, Judged> siblings = Objects.requireNonNull(byId.get(parent)).children();
          siblings.put(result.getString(4), node);
        }
        byId.put(result.getLong(2), node);
      }
    }
    return roots;
  }

  private static Kind kind(String type) {
    return switch (type) {
      case "NULL" -> Kind.NULL;
      case "VARCHAR" -> Kind.TEXT;
      case "BOOLEAN" -> Kind.BOOLEAN;
      case "OBJECT" -> Kind.OBJECT;
      case "ARRAY" -> Kind.ARRAY;
      default -> Kind.NUMBER;
    };
  }

  /** SQL for the time that a text is, in microseconds of UTC; null if it is none. */
  private static String micros(String text, List<String> formats) {
    String iso = "epoch_us(TRY_CAST(%s AS TIMESTAMPTZ))".formatted(text);
    return formats.isEmpty()
        ? iso
        : "coalesce(epoch_us(try_strptime(%s, ['%s'])), %s)"
            .formatted(text, String.join("', '", formats), iso);
  }

  private static @Nullable Long micros(ResultSet result, int column) throws SQLException {
    long micros = result.getLong(column);
    return result.wasNull() ? null : micros;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
