package org.tarnlake.predicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;

/** What expressions come to, on one row and on many. */
class ExpressionEvaluationTest {
  /** The row that most examples are about. */
  static final ExpressionRow ROW =
      new ExpressionRow()
          .with("t", DataType.BOOLEAN, true)
          .with("small", DataType.BYTE, 100)
          .with("n", DataType.INT, 7)
          .with("big", DataType.LONG, Long.MAX_VALUE)
          .with("f", DataType.FLOAT, 0.1f)
          .with("d", DataType.DOUBLE, 2.5)
          .with("nan", DataType.DOUBLE, Double.NaN)
          .with("price", DataType.decimal(9, 2), new BigDecimal("9.99"))
          .with("wide", DataType.decimal(38, 10), new BigDecimal("12345678901234567890.0123456789"))
          .with("s", DataType.STRING, "abc")
          .with("bin", DataType.BINARY, new byte[] {1, -1})
          .with("day", DataType.DATE, (int) LocalDate.of(2024, 2, 28).toEpochDay())
          .with("at", DataType.TIMESTAMP, 1_709_164_800_000_000L + 1)
          .with("local", DataType.TIMESTAMP_NTZ, 1_709_164_800_000_000L)
          .with("none", DataType.LONG, null)
          .with(Field.untyped("any"), "5")
          .with("tags", DataType.list(DataType.STRING), null);

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '~',
      value = {
        // expression | its type | its value
        "n + small               | long          | 107",
        "n - small * 2           | long          | -193",
        "n * n * n               | long          | 343",
        "n / 2                   | double        | 3.5",
        "-n % 4                  | long          | -3",
        "n % -4                  | long          | 3",
        "-n                      | long          | -7",
        "n + d                   | double        | 9.5",
        "price * d               | double        | 24.975",
        "f + 0                   | double        | 0.10000000149011612",
        "1 / 4                   | double        | 0.25",
        "price + n               | decimal(13,2) | 16.99",
        "price + 1               | decimal(10,2) | 10.99",
        "price * 1.1             | decimal(12,3) | 10.989",
        "price * -1.1            | decimal(12,3) | -10.989",
        "price / 3               | decimal(13,6) | 3.330000",
        "price / 7               | decimal(13,6) | 1.427143",
        "-price / 7              | decimal(13,6) | -1.427143",
        "(price - 9.98) / 32     | decimal(14,6) | 0.000313",
        "(9.98 - price) / 32     | decimal(14,6) | -0.000313",
        "price % 2.5             | decimal(3,2)  | 2.49",
        "price / price           | decimal(21,12) | 1.000000000000",
        "wide + wide             | decimal(38,9) | 24691357802469135780.024691358",
        "wide / 1000             | decimal(38,10) | 12345678901234567.8900123457",
        "wide % 7                | decimal(11,10) | 1.0123456789",
        "1e3 + 1                 | long          | 1001",
        "1e-50 * 2               | double        | 2.0E-50",
        "day + 2                 | date          | 2024-03-01",
        "2 + day                 | date          | 2024-03-01",
        "day - small             | date          | 2023-11-20",
        "day - DATE '2024-01-01' | long          | 58",
        "n > small               | boolean       | false",
        "n = 7.0                 | boolean       | true",
        "n + 0 = 7.0             | boolean       | true",
        "price + 0 < 9.991       | boolean       | true",
        "big > d                 | boolean       | true",
        "f = price - 9.89        | boolean       | true",
        "nan = nan               | boolean       | true",
        "nan > d                 | boolean       | true",
        "d < nan                 | boolean       | true",
        "nan < d                 | boolean       | false",
        "nan >= nan              | boolean       | true",
        "nan <> nan              | boolean       | false",
        "nan + 0 > 1.5           | boolean       | true",
        "d + 0 = 2.5             | boolean       | true",
        "f = 0.05 + 0.05         | boolean       | true",
        "coalesce(f, f) = 0.1    | boolean       | true",
        "f + 0 = 0.1             | boolean       | false",
        "1.5 * d - 0.25          | double        | 3.5",
        "-d * 0 = 0              | boolean       | true",
        "-d * 0 < d * 0          | boolean       | false",
        "s >= s                  | boolean       | true",
        "bin <> bin              | boolean       | false",
        "day < at                | boolean       | true",
        "day < cast('2024-03-01' as timestamp) | boolean | true",
        "local < cast('2024-02-01' as timestamp) | boolean | false",
        "at > cast('2024-02-01' as timestamp_ntz) | boolean | true",
        "day + 500000000 > at    | boolean       | true",
        "day - 500000000 < at    | boolean       | true",
        "day + 1 = local         | boolean       | true",
        "at > local              | boolean       | true",
        "t = (n < 10)            | boolean       | true",
        "n BETWEEN small AND 200 | boolean       | false",
        "n BETWEEN small - 100 AND n | boolean   | true",
        "n IN (small, none, 7)   | boolean       | true",
        "n IN (small, none)      | boolean       | null",
        "n IN (small, 3)         | boolean       | false",
        "n + 1 IN ()             | boolean       | false",
        "none + 1                | long          | null",
        "none + 1 IS NULL        | boolean       | true",
        "n + 1 IS NOT NULL       | boolean       | true",
        "none = none             | boolean       | null",
        "none > 1 AND n > 1      | boolean       | null",
        "none > 1 AND n > 9      | boolean       | false",
        "none > 1 OR n > 1       | boolean       | true",
        "NOT none > 1            | boolean       | null",
        "NULL                    | void          | null",
        "n + NULL                | void          | null",
        "n > NULL                | boolean       | null",
        "n + 0 > NULL + 1        | boolean       | null",
        "n BETWEEN NULL AND 3    | boolean       | false",
        "n BETWEEN NULL AND small | boolean      | null",
        "n + 1 IN (NULL, 8)      | boolean       | true",
        "s                       | string        | abc",
        "tags                    | list<string>  | null",
        "tags IS NULL            | boolean       | true",
        "DATE '2024-05-01' < TIMESTAMP '2024-05-01 00:00:01' | boolean | true",
        "X'00' = X'00'           | boolean       | true",
        "'b' > 'a'               | boolean       | true",
        "any                     | string        | 5",
        "any > 2 + 2             | boolean       | true",
        "any IS NULL             | boolean       | false",
        "any IN (2 + 3, 'x')     | boolean       | true",
      })
  void expressionHasATypeAndAValue(String text, String type, String value) {
    BoundExpression bound = ROW.bind(text);
    assertThat(bound.type().text()).isEqualTo(type);
    assertThat(ROW.evaluate(bound)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '~',
      value = {
        "big + 1              | big + 1: 9223372036854775807 + 1 is beyond a long",
        "n - 8 + big + 1 + 1  | n - 8 + big + 1 + 1: 9223372036854775807 + 1 is beyond a long",
        "-big - 2             | -big - 2: -9223372036854775807 - 2 is beyond a long",
        "big * n              | big * n: 9223372036854775807 * 7 is beyond a long",
        "-(-big - 1)          | the opposite of -9223372036854775808 is beyond a long",
        "n / 0                | n / 0: 7 is divided by zero",
        "n % (n - 7)          | n % (n - 7): 7 is divided by zero",
        "d / 0                | d / 0: 2.5 is divided by zero",
        "d % 0                | 2.5 is divided by zero",
        "price / 0            | 9.99 is divided by zero",
        "price % 0.0          | 9.99 is divided by zero",
        "wide / 0             | 12345678901234567890.0123456789 is divided by zero",
        "1 / 0                | 1 / 0: 1 is divided by zero",
        "wide * wide          | wide * wide: 12345678901234567890.0123456789 * 12345678901234567890.0123456789 is beyond decimal(38,6)",
        "day + 3000000000     | day + 3000000000: 2024-02-28 + 3000000000 days is beyond a date",
        "day - big            | 2024-02-28 - 9223372036854775807 days is beyond a date",
      })
  void whatHasNoValueIsAnErrorThatNamesExpressionAndValues(String text, String error) {
    assertThatThrownBy(() -> ROW.evaluate(ROW.bind(text)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '~',
      value = {
        "s + 1          | s + 1: + takes numbers, not string and long; a string is none until it is cast",
        "n - s          | - takes numbers, not int and string; a string is none until it is cast",
        "s * 2 + 1      | s * 2: * takes numbers",
        "t + 1          | + takes numbers, not boolean and long",
        "day * 2        | * takes numbers, not date and long; of dates there are date + days",
        "2 - day        | of dates there are date + days",
        "day + day      | of dates there are date + days",
        "date '2024-01-01' + 0.5 | + takes numbers, not date and decimal(1,1)",
        "0.5 + timestamp '2024-01-01' | + takes numbers, not decimal(1,1) and timestamp",
        "at - at        | of dates there are date + days",
        "-s             | -s: s is string and no number",
        "any + 1        | column 'any' is untyped and has to be cast to be computed with: cast(any as double)",
        "any > n        | column 'any' is untyped and has to be cast",
        "-any           | column 'any' is untyped and has to be cast",
        "n > s          | n is int and cannot be compared with s, which is string; cast one of them, as in cast(s as int)",
        "n + 1 = '8'    | n + 1 is long and cannot be compared with '8', which is string",
        "n IN (s, 1)    | n is int and cannot be compared with s",
        "day > 2024 - 05 - 01 | day is date and cannot be compared with 2024 - 5 - 1, which is long; a date or a time is written DATE '2024-05-01'",
        "tags = tags    | only IS NULL and IS NOT NULL apply to nested values",
        "(n + 1 AND t)  | expected a comparison such as = or <",
        "d + 1e400      | 1E+400 is beyond a double",
        "s = SEA        | there is no column 'SEA'; the columns are t, small, n, big, f, d, nan, price, wide, s and 7 more; text stands in single quotes: 'SEA'",
        "s IN (\"SEA\")  | text stands in single quotes: 'SEA'",
        "nn + 1         | there is no column 'nn' (did you mean 'n'?)",
      })
  void whatDoesNotGoTogetherIsRefusedWhenBound(String text, String error) {
    assertThatThrownBy(() -> ROW.bind(text))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(error);
  }

  /** What stands where a value is null must not count: it may be anything, a zero too. */
  @Test
  void whatStandsUnderANullIsNoError() {
    Field a = Field.optional("a", DataType.LONG);
    Field b = Field.optional("b", DataType.LONG);
    boolean[] nulls = {true, false};
    long[] huge = {Long.MIN_VALUE, 6};
    long[] zero = {0, 3};
    Batch batch =
        new Batch(
            new org.tarnlake.schema.StructType(List.of(a, b)),
            List.of(
                new org.tarnlake.row.LongVector(DataType.LONG, huge, 2, nulls),
                new org.tarnlake.row.LongVector(DataType.LONG, zero, 2, null)),
            2);
    for (String text :
        new String[] {"a * 1000", "a - 1", "a + -1", "-a", "a / b", "a % b", "a / (b * 1.0)"}) {
      Vector values = Expression.parse(text).bind(batch.type()).evaluate(batch);
      assertThat(values.isNull(0)).as(text).isTrue();
      assertThat(values.isNull(1)).as(text).isFalse();
    }
  }

  @Test
  void manyRowsAreComputedAsOne() {
    ExpressionRow rows =
        new ExpressionRow()
            .withAll("a", DataType.LONG, Arrays.asList(1L, null, 3L, 4L))
            .withAll("b", DataType.INT, Arrays.asList(5, 6, null, 8));
    assertThat(rows.evaluateAll("a + b")).containsExactly("6", "null", "null", "12");
    assertThat(rows.evaluateAll("a * 2 > b")).containsExactly("false", "null", "null", "false");
    assertThat(rows.evaluateAll("a > 2 OR b > 5")).containsExactly("false", "true", "true", "true");
    assertThat(rows.evaluateAll("a IS NULL")).containsExactly("false", "true", "false", "false");
    assertThat(rows.evaluateAll("5")).containsExactly("5", "5", "5", "5");
  }

  @Test
  void boundExpressionTellsWhatItNeeds() {
    BoundExpression bound = ROW.bind("N + price > 2 AND s = 'x'");
    assertThat(bound.columns()).containsExactly("n", "price", "s");
    assertThat(bound.expression()).isEqualTo(Expression.parse("N + price > 2 AND s = 'x'"));
    assertThat(bound).hasToString("N + price > 2 AND s = 'x'");
  }
}
