package org.tarnlake.predicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.RandomExpression.Kind;
import org.tarnlake.predicate.RandomExpression.Pair;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.schema.Values;
import org.tarnlake.testing.Seeds;

/**
 * DuckDB judges what expressions come to, as far as both mean the same. They do not, and are not
 * compared, where DuckDB has a null and Tarn an error (a division by zero), rounds where a cast
 * cuts (to an integer), has doubles for quotients of decimals, computes in the size of the operands
 * where Tarn has 64 bits, rounds doubles to digits by multiplying, and in the texts of doubles and
 * times.
 */
class ExpressionDuckDbTest {
  private static final StructType COLUMNS =
      new StructType(
          List.of(
              Field.optional("l", DataType.LONG),
              Field.optional("i", DataType.INT),
              Field.optional("d", DataType.DOUBLE),
              Field.optional("p", DataType.decimal(9, 2)),
              Field.optional("q", DataType.decimal(15, 4)),
              Field.optional("s", DataType.STRING),
              Field.optional("u", DataType.STRING),
              Field.optional("f", DataType.BOOLEAN),
              Field.optional("day", DataType.DATE),
              Field.optional("ts", DataType.TIMESTAMP_NTZ)));
  private static final int ROWS = 40;

  private static final List<String> TEXTS =
      List.of("", "a", "ab", "abc", "Zü", " b ", "a_c", "100%", "x😀y", "B");

  @Test
  void duckDbComesToTheSame() throws SQLException {
    int[] compared = new int[2];
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
      Batch batch = rows(duck, new SplittableRandom(7));
      Seeds.run(
          4_000,
          random -> {
            RandomExpression expressions = new RandomExpression(random);
            Kind kind = expressions.kind();
            Pair pair = expressions.of(kind, 1 + random.nextInt(3));
            List<String> expected = ask(duck, "SELECT " + pair.duck() + " FROM t ORDER BY n");
            Expression expression = Expression.parse(pair.tarn());
            assertThat(Expression.parse(expression.text())).isEqualTo(expression);
            List<String> actual = evaluate(expression, batch);
            if (expected == null || actual == null) {
              assertThat(expected).as("only Tarn fails for %s", pair).isNull();
              compared[1]++;
              return;
            }
            assertThat(actual).as("%s", pair).isEqualTo(expected);
            if (kind == Kind.BOOLEAN) {
              Predicate condition = Predicate.of(expression);
              assertThat(passing(condition, batch, random)).isEqualTo(rows(expected, "true"));
              assertThat(passing(condition.negate(), batch, random))
                  .isEqualTo(rows(expected, "false"));
            }
            compared[0]++;
          });
    }
    assertThat(compared[1]).as("of expressions that fail").isLessThan(compared[0] / 10);
  }

  private static List<Integer> rows(List<String> values, String wanted) {
    return IntStream.range(0, ROWS).filter(i -> values.get(i).equals(wanted)).boxed().toList();
  }

  /** The rows that pass a condition, in batches of any size. */
  private static List<Integer> passing(Predicate condition, Batch batch, SplittableRandom random) {
    BoundPredicate bound = condition.bind(COLUMNS);
    List<Integer> passing = new ArrayList<>();
    for (int from = 0; from < ROWS; ) {
      int count = Math.min(ROWS - from, random.nextInt(1, ROWS));
      Selection selection = bound.evaluate(batch.slice(from, count));
      for (int k = 0; k < selection.count(); k++) {
        passing.add(from + selection.rows()[k]);
      }
      from += count;
    }
    return passing;
  }

  private static List<String> evaluate(Expression expression, Batch batch) {
    BoundExpression bound = expression.bind(COLUMNS);
    Vector vector;
    try {
      vector = bound.evaluate(batch);
    } catch (InvalidDataException e) {
      assertThat(e).hasMessageContaining(" is beyond ");
      return null;
    }
    assertThat(vector.type()).isEqualTo(bound.type());
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < vector.size(); i++) {
      texts.add(text(vector.valueAt(i)));
    }
    return texts;
  }

  /** What DuckDB says; null if it fails. */
  private static List<String> ask(Connection duck, String sql) {
    try (Statement statement = duck.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (result.next()) {
        texts.add(text(result.getObject(1)));
      }
      return texts;
    } catch (SQLException e) {
      assertThat(e.getMessage())
          .as(sql)
          .containsAnyOf("verflow", "out of range", "Out of Range", "exceeds max precision");
      return null;
    }
  }

  private static String text(Object value) {
    if (value instanceof Double number) {
      return String.valueOf(number + 0.0);
    }
    if (value instanceof Timestamp time) {
      return time.toLocalDateTime().toString();
    }
    return value instanceof Number number
        ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
        : String.valueOf(value);
  }

  private static Batch rows(Connection connection, SplittableRandom random) throws SQLException {
    try (Statement duck = connection.createStatement()) {
      return rows(duck, random);
    }
  }

  private static Batch rows(Statement duck, SplittableRandom random) throws SQLException {
    duck.execute("SET threads = 1");
    duck.execute(
        "CREATE TABLE t (n INTEGER, l BIGINT, i INTEGER, d DOUBLE, p DECIMAL(9,2), q DECIMAL(15,4), s VARCHAR, u VARCHAR, f BOOLEAN, day DATE, ts TIMESTAMP)");
    List<List<Object>> columns = new ArrayList<>();
    for (int c = 0; c < COLUMNS.size(); c++) {
      columns.add(new ArrayList<>());
    }
    for (int row = 0; row < ROWS; row++) {
      Object[] values = {
        random.nextLong(-30, 30) * (row % 7 == 0 ? 3_000_000_000L : 1),
        random.nextInt(-10, 10),
        List.of(0.0, -0.0, 0.25, -2.5, 1e10, Double.NaN, 3.0).get(random.nextInt(7)),
        BigDecimal.valueOf(random.nextInt(-500, 500), 2),
        BigDecimal.valueOf(random.nextLong(-50_000, 50_000), 4),
        TEXTS.get(random.nextInt(TEXTS.size())),
        TEXTS.get(random.nextInt(TEXTS.size())),
        random.nextBoolean(),
        (int) LocalDate.of(2024, 2, 27).toEpochDay() + random.nextInt(4),
        Values.micros(LocalDateTime.of(1969, 12, 31, 23, 59, 58).toInstant(ZoneOffset.UTC))
            + random.nextLong(-3, 3) * 40_000_000_500_000L
      };
      List<String> sql = new ArrayList<>(List.of(String.valueOf(row)));
      for (int c = 0; c < values.length; c++) {
        Object value = random.nextInt(6) == 0 ? null : values[c];
        columns.get(c).add(value);
        Object shown = value == null ? null : Values.external(COLUMNS.field(c).type(), value);
        sql.add(shown == null ? "NULL" : "'" + shown + "'");
      }
      duck.execute("INSERT INTO t VALUES (" + String.join(", ", sql) + ")");
    }
    List<Vector> vectors = new ArrayList<>();
    for (int c = 0; c < COLUMNS.size(); c++) {
      vectors.add(
          TestVectors.of(
              COLUMNS.field(c).type(), columns.get(c), COLUMNS.field(c).name().equals("u")));
    }
    return new Batch(COLUMNS, vectors, ROWS);
  }
}
