package org.tarnlake.predicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.schema.ValueText;

class PredicateBindTest {
  private static final StructType SCHEMA =
      new StructType(
          List.of(
              Field.optional("flag", DataType.BOOLEAN),
              Field.optional("small", DataType.BYTE),
              Field.optional("n", DataType.INT),
              Field.optional("big", DataType.LONG),
              Field.optional("f", DataType.FLOAT),
              Field.optional("d", DataType.DOUBLE),
              Field.optional("price", DataType.decimal(6, 2)),
              Field.optional("wide", DataType.decimal(38, 2)),
              Field.optional("s", DataType.STRING),
              Field.optional("bin", DataType.BINARY),
              Field.optional("day", DataType.DATE),
              Field.optional("at", DataType.TIMESTAMP),
              Field.optional("local", DataType.TIMESTAMP_NTZ),
              Field.untyped("any"),
              Field.optional("tags", DataType.list(DataType.STRING)),
              Field.optional("a.b", DataType.INT),
              Field.optional(
                  "a",
                  DataType.struct(
                      Field.optional("b", DataType.STRING),
                      Field.optional("C", DataType.struct(Field.optional("d", DataType.INT)))))));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // column | its value | a condition that is true for it | one that is false
        "n     | 2   | n > 1.5                  | n = 1.5",
        "n     | 1   | n <> 1.5                 | n >= 1.5",
        "n     | -2  | n < -1.5                 | n > -1.5",
        "n     | 7   | n < 3000000000           | n = 3000000000",
        "n     | 7   | n > -3000000000          | n < -3000000000",
        "n     | 7   | n NOT IN (3000000000, 1) | n IN (3000000000, 1.5)",
        "n     | 7   | n = '7'                  | n < '6.5'",
        "n     | 7   | n = 7.00                 | n <> 7.00",
        "n     | 7   | n < DOUBLE 'Infinity'    | n > DOUBLE 'NaN'",
        "n     | 7   | n > DOUBLE '-Infinity'   | n < DOUBLE '-Infinity'",
        "small | 127 | small < 128              | small >= 128",
        "big   | 9223372036854775807  | big < 9223372036854775808  | big > 9223372036854775807",
        "big   | 9223372036854775807  | big <= 9223372036854775807.5 | big >= 9223372036854775807.5",
        "big   | -9223372036854775808 | big >= -9223372036854775808 | big < -9223372036854775808",
        "big   | 9007199254740993     | big > 9007199254740992  | big = 9007199254740992",
        "f     | 0.1 | f = 0.1                  | f > 0.1",
        "d     | 0.1 | d = 0.1                  | d <> 0.1",
        "d     | 1e308 | d < 1e400              | d >= 1e400",
        "d     | Infinity | d > 1e400           | d = 1e400",
        "d     | -Infinity | d < -1e400         | d = -1e400",
        "d     | NaN | d > 1e400                | d < DOUBLE 'Infinity'",
        "price | 9.99 | price > 9.989           | price = 9.989",
        "price | 9.99 | price = 9.9900          | price >= 9.991",
        "price | 9.99 | price < 10000           | price > 99999999",
        "price | 9.99 | price > -10000          | price = 10000.00",
        "wide  | 123456789012345678901234567890.12 | wide = 123456789012345678901234567890.120 | wide > 123456789012345678901234567890.121",
        "wide  | 1.00 | wide < 1e39             | wide > 1e39",
        "wide  | 1.00 | wide IN (1, 1e39)       | wide IN (1.001)",
        "s     | x   | s = 'x'                  | s > 'x'",
        "bin   | 00ff | bin = X'00ff'           | bin < X'00'",
        "flag  | true | flag                    | flag = 'false'",
        "flag  | true | flag > FALSE            | NOT flag",
        "day   | 2024-05-01 | day = DATE '2024-05-01' | day > '2024-05-01'",
        "day   | 2024-05-01 | day < TIMESTAMP '2024-05-01 12:00:00' | day = TIMESTAMP '2024-05-01 12:00:00'",
        "day   | 2024-05-01 | day < DATE '+99999999-01-01' | day < DATE '-99999999-01-01'",
        "at    | 2024-05-01T10:00:00Z | at = '2024-05-01 12:00:00+02:00' | at < '2024-05-01 10:00'",
        "at    | 2024-05-01T10:00:00Z | at >= DATE '2024-05-01' | at < DATE '2024-05-01'",
        "at    | 2024-05-01T10:00:00Z | at < TIMESTAMP '2024-05-01T10:00:00.000000001Z' | at = TIMESTAMP '2024-05-01T10:00:00.000000001Z'",
        "at    | 2024-05-01T10:00:00Z | at < TIMESTAMP '+1000000000-12-31T23:59:59Z' | at > TIMESTAMP '+1000000000-12-31T23:59:59Z'",
        "local | 2024-05-01T10:00:00  | local = '2024-05-01 10:00:00' | local > DATE '2024-05-02'",
      })
  void aLiteralIsComparedExactlyEvenIfNoValueEqualsIt(
      String column, String value, String holds, String fails) {
    assertThat(passes(column, value, holds)).as(holds).isTrue();
    assertThat(passes(column, value, fails)).as(fails).isFalse();
  }

  private static boolean passes(String column, String text, String condition) {
    Field field = SCHEMA.field(SCHEMA.indexOf(column));
    Object value = ValueText.parse(field.type(), text);
    if (value instanceof BigDecimal decimal) {
      assertThat(decimal.scale()).isEqualTo(2);
    }
    StructType one = new StructType(List.of(field));
    Batch batch = new Batch(one, List.of(TestVectors.of(field.type(), List.of(value), false)), 1);
    return Predicate.parse(condition).bind(SCHEMA).evaluate(batch).isAll();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "pirce = 1           | there is no column 'pirce' (did you mean 'price'?); the columns are flag, small, n,",
        "a.x = 1             | there is no column 'a.x'",
        "n.x = 1             | there is no column 'n.x'",
        "n = 'many'          | column 'n' is int and cannot be compared with 'many', a string; write a number such as 5",
        "n = TRUE            | column 'n' is int, and neither true nor false; compare it with something, such as n = 5",
        "n IN (1, 'x')       | column 'n' is int and cannot be compared with 'x'",
        "n BETWEEN 1 AND X'00' | cannot be compared with X'00', binary",
        "s = 5               | column 's' is string and cannot be compared with 5, a number; write a string in single quotes, which compares character by character",
        "s > DATE '2024-05-01' | write a string such as 'x'",
        "d = 'nan'           | a number such as 2.5, or DOUBLE 'NaN'",
        "flag = 1            | write TRUE or FALSE",
        "n                   | such as n = 5",
        "bin = '00'          | write binary such as X'00ff'",
        "day = 'May'         | write DATE '2024-05-01'",
        "day = 20240501      | write DATE '2024-05-01'",
        "at = 5              | write TIMESTAMP '2024-05-01 10:00:00Z'",
        "local = TIMESTAMP '2024-05-01 10:00:00Z' | without an offset",
        "price = 'x'         | write a number such as 9.99",
        "any = DATE '2024-05-01' | column 'any' is untyped",
        "starts_with(n, '1') | starts_with and LIKE apply to strings only",
        "tags = 'x'          | column 'tags' is a list<string>, which has no order",
        "a = 'x'             | which has no order; only IS NULL and IS NOT NULL apply to it",
        "FALSE AND n = 'x'   | column 'n' is int",
      })
  void whatCannotBeComparedIsAnErrorThatNamesTheRemedy(String condition, String error) {
    assertThatThrownBy(() -> Predicate.parse(condition).bind(SCHEMA))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(error);
  }

  @Test
  void everyKindOfPredicateIsBoundAndWritten() {
    List<Predicate> kinds =
        List.of(
            Predicate.eq("n", 1),
            Predicate.in("n", 1),
            Predicate.isNull("n"),
            Predicate.startsWith("s", "x"),
            Predicate.eq("n", 1).and(Predicate.eq("n", 2)),
            Predicate.eq("n", 1).or(Predicate.eq("n", 2)),
            Predicate.eq("n", 1).negate(),
            new Predicate.Constant(true),
            Predicate.parse("n + 1 > big"));
    assertThat(kinds.stream().<Class<?>>map(Object::getClass))
        .containsExactlyInAnyOrder(Predicate.class.getPermittedSubclasses());
    for (Predicate kind : kinds) {
      assertThat(kind.bind(SCHEMA)).hasToString(kind.text());
    }
  }

  @Test
  void columnsAreFoundIgnoringCase() {
    assertThat(Predicate.parse("N = 1 AND A.c.D = 2").bind(SCHEMA).columns())
        .containsExactly("n", "a");
    assertThat(Predicate.parse("tags IS NULL OR a.c IS NULL").bind(SCHEMA).columns())
        .containsExactly("tags", "a");
  }

  /**
   * Beside a column named "a.b" the field b of the struct a could once not be asked for: whatever
   * the quotes, the column was meant.
   */
  @Test
  void quotesTellANameWithADotFromAPath() {
    for (String path : new String[] {"a.b", "`a`.`b`", "\"a\".b", "A.B"}) {
      assertThat(Predicate.parse(path + " = 'x'").bind(SCHEMA).columns()).containsExactly("a");
    }
    for (String name : new String[] {"`a.b`", "\"a.b\"", "`A.B`"}) {
      assertThat(Predicate.parse(name + " = 1").bind(SCHEMA).columns()).containsExactly("a.b");
      assertThat(Predicate.eq(name, 1).bind(SCHEMA).columns()).containsExactly("a.b");
    }
    assertThatThrownBy(() -> Predicate.parse("`a.c`.d = 1").bind(SCHEMA))
        .hasMessageContaining("there is no column '`a.c`.d'");
    StructType dotted = new StructType(List.of(Field.optional("x.y.z", DataType.INT)));
    assertThat(Predicate.parse("x.y.z = 1").bind(dotted).columns()).containsExactly("x.y.z");
    assertThatThrownBy(() -> Predicate.parse("x.`y.z` = 1").bind(dotted))
        .hasMessageContaining("there is no column");
  }

  @Test
  void nameIsWrittenSoThatItIsReadAgain() {
    for (String name :
        new String[] {
          "a",
          "a.b",
          "`a.b`",
          "\"a.b\".c",
          "order",
          "a.order",
          "a b",
          "a..b",
          "`",
          "a`b",
          "```a`",
          "\"",
          "`a`b",
          "",
          ".",
          "`a.",
          "`a``.b`.c"
        }) {
      Predicate predicate = Predicate.isNull(name);
      assertThat(Predicate.parse(predicate.text())).as(predicate.text()).isEqualTo(predicate);
    }
    assertThat(Predicate.eq("\"a.b\"", 1)).isEqualTo(Predicate.eq("`a.b`", 1));
    assertThat(Predicate.eq("`a`.\"b\"", 1)).isEqualTo(Predicate.eq("a.b", 1));
  }

  @Test
  void whatIsDecidedWithoutLookingIsKnown() {
    assertThat(Predicate.parse("n = 1 OR 1 = 1").bind(SCHEMA).isAlwaysTrue()).isTrue();
    assertThat(Predicate.parse("NOT n < 3000000000").bind(SCHEMA).isAlwaysTrue()).isFalse();
  }

  @Test
  void aPredicateBuiltTooDeepIsRefused() {
    Predicate deep = Predicate.eq("n", 1);
    for (int i = 0; i < 50_000; i++) {
      deep = i % 2 == 0 ? deep.and(Predicate.eq("n", 1)) : deep.or(Predicate.eq("n", 1));
    }
    Predicate tooDeep = deep;
    assertThatThrownBy(() -> tooDeep.bind(SCHEMA))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("at most 200 levels");
  }
}
