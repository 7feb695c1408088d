package org.tarnlake.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tarnlake.error.InvalidDataException;

/**
 * Reads columns from text by recursive descent. One thread at a time.
 *
 * <pre>{@code
 * columns = column { , column }
 * column  = name [:] type [ NOT NULL | NULL ]
 * type    = scalar | decimal ( precision [, scale] ) | any
 *         | list < type [NOT NULL] > | map < type , type [NOT NULL] > | struct < columns >
 * }</pre>
 *
 * <p>A name that holds white space or one of {@code ,:<>()"`} is quoted by {@code "} or {@code `},
 * which is doubled within. Types may also have the names that SQL gives them.
 */
final class SchemaParser {
  private static final String TYPES =
      "boolean, byte, short, int, long, float, double, decimal(10,2), string, binary, date, timestamp, timestamp_ntz, list<string>, map<string,long>, struct<a:int,b:string>";

  private static final List<String> NAMES =
      List.of(
          "boolean",
          "byte",
          "short",
          "int",
          "long",
          "float",
          "double",
          "decimal",
          "string",
          "binary",
          "date",
          "timestamp",
          "timestamp_ntz",
          "list",
          "map",
          "struct",
          "any");

  private static final Map<String, String> OF_SQL =
      Map.ofEntries(
          Map.entry("bool", "boolean"),
          Map.entry("tinyint", "byte"),
          Map.entry("smallint", "short"),
          Map.entry("integer", "int"),
          Map.entry("bigint", "long"),
          Map.entry("real", "float"),
          Map.entry("numeric", "decimal"),
          Map.entry("text", "string"),
          Map.entry("varchar", "string"),
          Map.entry("bytes", "binary"),
          Map.entry("blob", "binary"),
          Map.entry("timestamptz", "timestamp"),
          Map.entry("datetime", "timestamp_ntz"),
          Map.entry("array", "list"));

  private static final String SPECIAL = ",:<>()";

  private final String text;
  private int at;

  SchemaParser(String text) {
    this.text = text;
  }

  StructType parse() {
    List<Field> fields = new ArrayList<>();
    do {
      fields.add(field(0));
    } while (take(','));
    if (peek() != '\0') {
      throw error("expected a comma or the end");
    }
    return new StructType(fields);
  }

  private Field field(int depth) {
    String name = word("the name of a column");
    take(':');
    skipSpace();
    int start = at;
    String type = isQuoted() ? "" : word("the type of column '%s'".formatted(name));
    if (depth == 0 && type.equalsIgnoreCase("any")) {
      return Field.untyped(name);
    }
    DataType read = type(type, start, depth);
    return new Field(name, read, isNullable(), Map.of());
  }

  private DataType type(int depth) {
    skipSpace();
    int start = at;
    return type(isQuoted() ? "" : word("a type"), start, depth);
  }

  private DataType type(String word, int start, int depth) {
    String lower = word.toLowerCase(Locale.ROOT);
    String name = OF_SQL.getOrDefault(lower, lower);
    if (depth > Schema.MAX_DEPTH) {
      throw error(start, "types nest deeper than %s levels".formatted(Schema.MAX_DEPTH));
    }
    return switch (name) {
      case "decimal" -> decimal(start);
      case "list" -> list(depth);
      case "map" -> map(depth);
      case "struct" -> struct(depth);
      default -> scalar(name, word, start);
    };
  }

  private DataType list(int depth) {
    String example = "list<string>";
    require('<', example);
    DataType element = type(depth + 1);
    boolean isNullable = isNullable();
    require('>', example);
    return new ListType(element, isNullable);
  }

  private DataType map(int depth) {
    String example = "map<string,long>";
    require('<', example);
    DataType key = type(depth + 1);
    require(',', example);
    DataType value = type(depth + 1);
    boolean isNullable = isNullable();
    require('>', example);
    return new MapType(key, value, isNullable);
  }

  private DataType struct(int depth) {
    String example = "struct<a:int,b:string>";
    require('<', example);
    List<Field> fields = new ArrayList<>();
    do {
      fields.add(field(depth + 1));
    } while (take(','));
    require('>', example);
    return new StructType(fields);
  }

  private DataType scalar(String name, String word, int start) {
    for (PrimitiveType each : PrimitiveType.values()) {
      if (each.text().equals(name)) {
        return each;
      }
    }
    throw error(
        start,
        "there is no type '%s'%s; the types are %s"
            .formatted(word, NameHint.didYouMean(word, NAMES), TYPES));
  }

  private DataType decimal(int start) {
    require('(', "decimal(10,2)");
    int precision = number();
    int scale = take(',') ? number() : 0;
    require(')', "decimal(10,2)");
    try {
      return new DecimalType(precision, scale);
    } catch (IllegalArgumentException e) {
      throw error(start, String.valueOf(e.getMessage()));
    }
  }

  private int number() {
    String digits = word("a number of digits");
    if (digits.isEmpty()
        || digits.length() > 3
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw error(at - digits.length(), "'%s' is no number of digits".formatted(digits));
    }
    return Integer.parseInt(digits);
  }

  /** Reads {@code NOT NULL} or {@code NULL}, if that comes next. */
  private boolean isNullable() {
    boolean not = takeWord("not");
    if (!takeWord("null") && not) {
      throw error("expected NULL after NOT");
    }
    return !not;
  }

  private boolean takeWord(String word) {
    skipSpace();
    int end = at + word.length();
    boolean is =
        text.regionMatches(true, at, word, 0, word.length())
            && (end == text.length() || isEnd(text.charAt(end)));
    if (is) {
      at = end;
    }
    return is;
  }

  private static boolean isEnd(char c) {
    return Character.isWhitespace(c) || SPECIAL.indexOf(c) >= 0;
  }

  private boolean isQuoted() {
    return peek() == '"' || peek() == '`';
  }

  private String word(String what) {
    char first = peek();
    if (first == '"' || first == '`') {
      return quoted(first);
    }
    int start = at;
    while (at < text.length() && !isEnd(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw error("expected %s".formatted(what));
    }
    return text.substring(start, at);
  }

  private String quoted(char quote) {
    int start = at++;
    StringBuilder name = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != quote) {
        name.append(c);
      } else if (at < text.length() && text.charAt(at) == quote) {
        name.append(c);
        at++;
      } else {
        return name.toString();
      }
    }
    throw error(start, "this quoted name does not end; close it with %s".formatted(quote));
  }

  private boolean take(char symbol) {
    if (peek() != symbol) {
      return false;
    }
    at++;
    return true;
  }

  private void require(char symbol, String example) {
    if (!take(symbol)) {
      throw error("expected '%s', as in %s".formatted(symbol, example));
    }
  }

  private char peek() {
    skipSpace();
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private InvalidDataException error(String problem) {
    return error(at, problem);
  }

  private InvalidDataException error(int position, String problem) {
    String rest = text.substring(Math.min(position, text.length())).strip();
    String shown = rest.length() <= 30 ? rest : rest.substring(0, 30) + "...";
    return new InvalidDataException(
        "the columns are wrong at %s: %s; write them as \"id long not null, name string\""
            .formatted(rest.isEmpty() ? "their end" : "'" + shown + "'", problem));
  }
}
