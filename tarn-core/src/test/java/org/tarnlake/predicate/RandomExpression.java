package org.tarnlake.predicate;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Random typed expressions, as Tarn and as DuckDB write them, in so far as both mean the same: see
 * {@link ExpressionDuckDbTest}.
 */
final class RandomExpression {
  /** What an expression comes to. */
  enum Kind {
    WHOLE,
    DOUBLE,
    DECIMAL,
    STRING,
    BOOLEAN,
    DATE,
    TIME
  }

  /** The same expression for both. */
  record Pair(String tarn, String duck) {}

  private static final List<String> COMPARISONS = List.of("=", "<>", "<", "<=", ">", ">=");
  private static final List<String> TEXTS =
      List.of("", "a", "ab", "Ab", "abc", "b", "zü", "Ü", " x ", "a_b", "100%", "😀", "12");
  private static final List<String> PATTERNS =
      List.of("%a%", "a%", "_b%", "%", "", "%b", "a_", "__", "%_", "a%c", "!%", "%ü", "_");

  private final SplittableRandom random;

  RandomExpression(SplittableRandom random) {
    this.random = random;
  }

  Kind kind() {
    return Kind.values()[random.nextInt(Kind.values().length)];
  }

  Pair of(Kind kind, int depth) {
    if (depth == 0 || random.nextInt(6) == 0) {
      return leaf(kind);
    }
    int choice = random.nextInt(10);
    if (choice == 0) {
      return choice(kind, depth - 1);
    }
    if (choice == 1) {
      return call("coalesce", of(kind, depth - 1), of(kind, depth - 1));
    }
    if (choice == 2 && kind != Kind.BOOLEAN) {
      return call("nullif", of(kind, depth - 1), of(kind, depth - 1));
    }
    return switch (kind) {
      case WHOLE -> whole(depth - 1);
      case DOUBLE -> doubles(depth - 1);
      case DECIMAL -> decimal(depth - 1);
      case STRING -> string(depth - 1);
      case BOOLEAN -> truth(depth - 1);
      case DATE -> date(depth - 1);
      case TIME -> leaf(kind);
    };
  }

  private Pair leaf(Kind kind) {
    if (random.nextInt(12) == 0) {
      String type = duckType(kind);
      return new Pair("cast(NULL AS " + tarnType(kind) + ")", "cast(NULL AS " + type + ")");
    }
    boolean column = random.nextInt(3) > 0;
    return switch (kind) {
      case WHOLE ->
          column
              ? random.nextBoolean() ? new Pair("l", "l") : new Pair("i", "i::BIGINT")
              : literal(String.valueOf(random.nextInt(-20, 20)), "::BIGINT");
      case DOUBLE ->
          column ? new Pair("d", "d") : cast(random.nextInt(-40, 40) / 4.0 + "", "double");
      case DECIMAL ->
          column
              ? random.nextBoolean() ? new Pair("p", "p") : new Pair("q", "q")
              : literal(
                  String.format(Locale.ROOT, "%.2f", random.nextInt(-999, 999) / 100.0),
                  "::DECIMAL(3,2)");
      case STRING ->
          column
              ? random.nextBoolean() ? new Pair("s", "s") : new Pair("u", "u")
              : quoted(TEXTS.get(random.nextInt(TEXTS.size())));
      case BOOLEAN -> column ? new Pair("f", "f") : literal(random.nextBoolean() + "", "");
      case DATE -> column ? new Pair("day", "day") : literal("DATE '2024-02-28'", "");
      case TIME -> column ? new Pair("ts", "ts") : literal("TIMESTAMP '2024-05-01 10:00:00'", "");
    };
  }

  static String tarnType(Kind kind) {
    return switch (kind) {
      case WHOLE -> "long";
      case DOUBLE -> "double";
      case DECIMAL -> "decimal(9,2)";
      case STRING -> "string";
      case BOOLEAN -> "boolean";
      case DATE -> "date";
      case TIME -> "timestamp_ntz";
    };
  }

  private static String duckType(Kind kind) {
    return switch (kind) {
      case WHOLE -> "BIGINT";
      case STRING -> "VARCHAR";
      case TIME -> "TIMESTAMP";
      default -> tarnType(kind);
    };
  }

  private static Pair literal(String text, String cast) {
    return new Pair(text, "(" + text + cast + ")");
  }

  private static Pair quoted(String text) {
    String sql = "'" + text + "'";
    return new Pair(sql, sql);
  }

  private static Pair cast(String text, String type) {
    String sql = "cast(" + text + " AS " + type + ")";
    return new Pair(sql, sql);
  }

  /** A template, in which each %s is an operand. */
  private static Pair both(String template, Pair... operands) {
    Object[] tarn = List.of(operands).stream().map(Pair::tarn).toArray();
    Object[] duck = List.of(operands).stream().map(Pair::duck).toArray();
    return new Pair(template.formatted(tarn), template.formatted(duck));
  }

  private static Pair call(String name, Pair... arguments) {
    String places = String.join(", ", Collections.nCopies(arguments.length, "%s"));
    return both(name + "(" + places + ")", arguments);
  }

  private Pair choice(Kind kind, int depth) {
    Pair then = of(kind, depth);
    Pair otherwise = of(kind, depth);
    if (random.nextBoolean()) {
      return both("CASE WHEN %s THEN %s ELSE %s END", of(Kind.BOOLEAN, depth), then, otherwise);
    }
    Kind compared = kind();
    return both(
        "CASE %s WHEN %s THEN %s WHEN %s THEN %s END",
        of(compared, depth), of(compared, depth), then, of(compared, depth), otherwise);
  }

  private Pair whole(int depth) {
    return switch (random.nextInt(9)) {
      case 0, 1, 2 ->
          both(
              "(%s " + List.of("+", "-", "*").get(random.nextInt(3)) + " %s)",
              of(Kind.WHOLE, depth),
              of(Kind.WHOLE, depth));
      case 3 -> both("(%s %% nullif(%s, 0))", of(Kind.WHOLE, depth), of(Kind.WHOLE, depth));
      case 4 -> both("-(%s)", of(Kind.WHOLE, depth));
      case 5 -> call("abs", of(Kind.WHOLE, depth));
      case 6 -> call("length", of(Kind.STRING, depth));
      case 7 -> both("(%s - %s)", of(Kind.DATE, depth), of(Kind.DATE, depth));
      default -> {
        boolean ofDate = random.nextBoolean();
        List<String> parts = List.of("year", "month", "day", "hour", "minute", "second");
        String part = parts.get(random.nextInt(ofDate ? 3 : 6));
        yield both(
            random.nextBoolean() ? part + "(%s)" : "extract(" + part + " FROM %s)",
            of(ofDate ? Kind.DATE : Kind.TIME, depth));
      }
    };
  }

  private Pair doubles(int depth) {
    return switch (random.nextInt(6)) {
      case 0, 1 ->
          both(
              "(%s " + List.of("+", "-", "*").get(random.nextInt(3)) + " %s)",
              of(Kind.DOUBLE, depth),
              of(random.nextBoolean() ? Kind.DOUBLE : Kind.WHOLE, depth));
      case 2 -> both("(%s / nullif(%s, 0))", of(Kind.WHOLE, depth), of(Kind.WHOLE, depth));
      case 3 -> both("(%s / nullif(%s, 0))", of(Kind.DOUBLE, depth), of(Kind.DECIMAL, depth));
      case 4 -> call(random.nextBoolean() ? "abs" : "round", of(Kind.DOUBLE, depth));
      default -> both("-(%s)", of(Kind.DOUBLE, depth));
    };
  }

  private Pair decimal(int depth) {
    return switch (random.nextInt(6)) {
      case 0, 1 ->
          both(
              random.nextBoolean() ? "(%s + %s)" : "(%s - %s)",
              of(Kind.DECIMAL, 0),
              of(Kind.DECIMAL, depth));
      case 2 -> both("(%s * %s)", of(Kind.DECIMAL, 0), of(Kind.DECIMAL, 0));
      case 3 -> both("cast(%s AS decimal(12,1))", of(Kind.DECIMAL, depth));
      case 4 -> both("round(%s, 1)", of(Kind.DECIMAL, depth));
      default ->
          call(List.of("abs", "floor", "ceil").get(random.nextInt(3)), of(Kind.DECIMAL, depth));
    };
  }

  private Pair string(int depth) {
    return switch (random.nextInt(5)) {
      case 0 ->
          call(List.of("lower", "upper", "trim").get(random.nextInt(3)), of(Kind.STRING, depth));
      case 1, 2 -> both("(%s || %s)", of(Kind.STRING, depth), of(Kind.STRING, depth));
      case 3 ->
          both(
              "substring(%s, " + random.nextInt(1, 4) + ", " + random.nextInt(0, 4) + ")",
              of(Kind.STRING, depth));
      default -> new Pair("cast(i AS string)", "cast(i AS VARCHAR)");
    };
  }

  private Pair date(int depth) {
    boolean plus = random.nextBoolean();
    if (random.nextInt(3) == 0) {
      return both("cast(%s AS date)", of(Kind.TIME, depth));
    }
    Pair date = of(Kind.DATE, depth);
    Pair days = random.nextBoolean() ? new Pair("i", "i") : new Pair("7", "7");
    return both(plus ? "(%s + %s)" : "(%s - %s)", date, days);
  }

  private Pair truth(int depth) {
    Kind kind = kind();
    String comparison = COMPARISONS.get(random.nextInt(COMPARISONS.size()));
    return switch (random.nextInt(11)) {
      case 0, 1 -> both("(%s " + comparison + " %s)", of(kind, depth), of(kind, depth));
      case 2 -> both("(%s " + comparison + " %s)", of(number(), depth), of(number(), depth));
      case 3 -> both("(%s AND %s)", of(Kind.BOOLEAN, depth), of(Kind.BOOLEAN, depth));
      case 4 -> both("(%s OR %s)", of(Kind.BOOLEAN, depth), of(Kind.BOOLEAN, depth));
      case 5 -> both("(NOT %s)", of(Kind.BOOLEAN, depth));
      case 6 -> both("(%s IS" + not() + " NULL)", of(kind, depth));
      case 7 ->
          both(
              "(%s" + not() + " IN (%s, %s, %s))",
              of(kind, depth),
              of(kind, depth),
              of(kind, 0),
              of(kind, 0));
      case 8 ->
          both(
              "(%s" + not() + " BETWEEN %s AND %s)",
              of(kind, depth),
              of(kind, depth),
              of(kind, depth));
      case 9 -> {
        String pattern = PATTERNS.get(random.nextInt(PATTERNS.size())).replace("%", "%%");
        yield both(
            "(%s"
                + not()
                + " LIKE '"
                + pattern
                + "'"
                + (pattern.contains("!") ? " ESCAPE '!'" : "")
                + ")",
            of(Kind.STRING, depth));
      }
      default -> call("starts_with", of(Kind.STRING, depth), of(Kind.STRING, depth));
    };
  }

  private Kind number() {
    return List.of(Kind.WHOLE, Kind.DOUBLE, Kind.DECIMAL).get(random.nextInt(3));
  }

  private String not() {
    return random.nextBoolean() ? " NOT" : "";
  }
}
