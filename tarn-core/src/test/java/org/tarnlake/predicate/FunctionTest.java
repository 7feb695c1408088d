package org.tarnlake.predicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.schema.Values;

/** Functions, CASE, casts and LIKE. */
class FunctionTest {
  private static final ExpressionRow ROW =
      new ExpressionRow()
          .with("t", DataType.BOOLEAN, true)
          .with("small", DataType.BYTE, 100)
          .with("n", DataType.INT, -7)
          .with("big", DataType.LONG, Long.MAX_VALUE)
          .with("f", DataType.FLOAT, 0.1f)
          .with("d", DataType.DOUBLE, -2.5)
          .with("huge", DataType.DOUBLE, 1e300)
          .with("nan", DataType.DOUBLE, Double.NaN)
          .with("price", DataType.decimal(9, 2), new BigDecimal("-9.55"))
          .with("wide", DataType.decimal(38, 10), new BigDecimal("12345678901234567890.0123456789"))
          .with("s", DataType.STRING, "  Zürich 😀 ")
          .with("x", DataType.STRING, "a_b%c")
          .with("num", DataType.STRING, " 12.5 ")
          .with("bin", DataType.BINARY, new byte[] {1, -1})
          .with("day", DataType.DATE, -1)
          .with("at", DataType.TIMESTAMP, micros("2024-02-29T23:59:58.999999Z"))
          .with("old", DataType.TIMESTAMP_NTZ, micros("1899-12-31T00:00:01.5Z"))
          .with("none", DataType.LONG, null)
          .with("no", DataType.STRING, null)
          .with(Field.untyped("any"), "5.50")
          .with(Field.untyped("word"), "abc")
          .with(Field.untyped("yes"), "true")
          .with(Field.untyped("quoted"), "\"7\"")
          .with("tags", DataType.list(DataType.STRING), null);

  private static long micros(String instant) {
    return Values.micros(Instant.parse(instant));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '~',
      value = {
        "lower(s)                  | string | ~  zürich 😀 ~",
        "upper(s)                  | string | ~  ZÜRICH 😀 ~",
        "upper('straße')           | string | STRASSE",
        "lower('@AZ[`az{')         | string | @az[`az{",
        "upper('@AZ[`az{')         | string | @AZ[`AZ{",
        "length(s)                 | long   | 11",
        "length('')                | long   | 0",
        "trim(s)                   | string | Zürich 😀",
        "trim('   ')               | string | ~~",
        "length(trim(s))           | long   | 8",
        "substring(trim(s), 2)     | string | ürich 😀",
        "substring(trim(s), 2, 2)  | string | ür",
        "substring(trim(s), 8, 9)  | string | 😀",
        "substring('abc', 0, 2)    | string | ab",
        "substring('abc', -2)      | string | bc",
        "substring('abc', -2, 1)   | string | b",
        "substring('abc', -5, 3)   | string | a",
        "substring('abc', -5, 2)   | string | ~~",
        "substring('abc', 4)       | string | ~~",
        "substring('abc', 2, 0)    | string | ~~",
        "substring('abc', 2, -1)   | string | ~~",
        "substring('abc', 1, 9223372036854775807) | string | abc",
        "substring('abc', 9223372036854775807, 1) | string | ~~",
        "substring('abc', -9223372036854775807, 2) | string | ~~",
        "substr(x, none)           | string | null",
        "substr(x, 1, none)        | string | null",
        "x || '-' || trim(s)       | string | a_b%c-Zürich 😀",
        "x || no                   | string | null",
        "concat(x)                 | string | a_b%c",
        "concat('a', NULL)         | void   | null",
        "starts_with(x, 'a_')      | boolean | true",
        "starts_with(lower(s), '  zü') | boolean | true",
        "starts_with(x, x || 'x')  | boolean | false",
        "starts_with(x, no)        | boolean | null",
        "abs(n)                    | long   | 7",
        "abs(d)                    | double | 2.5",
        "abs(price)                | decimal(9,2) | 9.55",
        "abs(wide - 12345678901234567891) | decimal(38,9) | 0.987654321",
        "round(n)                  | long   | -7",
        "round(n, -1)              | long   | -10",
        "round(15, -1)             | long   | 20",
        "round(14, -1)             | long   | 10",
        "round(big, -30)           | long   | 0",
        "round(d)                  | double | -3.0",
        "round(2.5)                | decimal(2,0) | 3",
        "round(cast('0.49999999999999994' as double)) | double | 0.0",
        "round(d / 3, 2)           | double | -0.83",
        "round(huge)               | double | 1.0E300",
        "round(nan, 1)             | double | NaN",
        "round(price, 1)           | decimal(9,1) | -9.6",
        "round(0.5 + price - price) | decimal(10,0) | 1",
        "round(price - price - 0.5) | decimal(10,0) | -1",
        "round(price - price - 0.49) | decimal(10,0) | 0",
        "round(price - price + 0.05, 1) | decimal(11,1) | 0.1",
        "floor(price - price)      | decimal(9,0) | 0",
        "ceil(price - price - 0.01) | decimal(10,0) | 0",
        "ceil(wide)                | decimal(29,0) | 12345678901234567891",
        "round(price, 5)           | decimal(10,2) | -9.55",
        "round(price, -1)          | decimal(8,0) | -10",
        "round(wide, 9)            | decimal(38,9) | 12345678901234567890.012345679",
        "floor(d)                  | long   | -3",
        "ceil(d)                   | long   | -2",
        "floor(price)              | decimal(8,0) | -10",
        "ceil(price)               | decimal(8,0) | -9",
        "floor(n)                  | long   | -7",
        "ceil(f)                   | long   | 1",
        "year(day)                 | long   | 1969",
        "month(day)                | long   | 12",
        "day(day)                  | long   | 31",
        "extract(year from at)     | long   | 2024",
        "month(at) * 100 + day(at) | long   | 229",
        "hour(at)                  | long   | 23",
        "minute(at)                | long   | 59",
        "second(at)                | long   | 58",
        "year(old)                 | long   | 1899",
        "day(old)                  | long   | 31",
        "hour(old)                 | long   | 0",
        "second(old)               | long   | 1",
        "year(DATE '-0001-03-01')  | long   | -1",
        "year(NULL)                | void   | null",
        "coalesce(none, n, 3)      | long   | -7",
        "coalesce(n, small)        | long   | -7",
        "coalesce(no, x)           | string | a_b%c",
        "coalesce(none, price)     | decimal(22,2) | -9.55",
        "coalesce(price, 1.234)    | decimal(10,3) | -9.550",
        "coalesce(price, 1)        | decimal(9,2) | -9.55",
        "coalesce(none, d)         | double | -2.5",
        "coalesce(f, f)            | float  | 0.1",
        "coalesce(NULL, NULL)      | void   | null",
        "coalesce(NULL, day, at)   | timestamp | 1969-12-31 00:00:00Z",
        "coalesce(bin, bin)        | binary | 01ff",
        "nullif(n, -7)             | int    | null",
        "nullif(n, 3)              | int    | -7",
        "nullif(n, none)           | int    | -7",
        "nullif(n, NULL)           | int    | -7",
        "nullif(none, 1)           | long   | null",
        "nullif(nan, nan)          | double | null",
        "10 / nullif(n + 7, 0)     | double | null",
        "case when n < 0 then 'neg' when n = 0 then 'zero' else 'pos' end | string | neg",
        "case when n > 0 then 'pos' end | string | null",
        "case when none > 0 then 1 else 2 end | long | 2",
        "case when t then n else price end | decimal(12,2) | -7.00",
        "case n when none then 1 when -7 then 2 end | long | 2",
        "case n + 7 when 0 then x else no end | string | a_b%c",
        "case none when none then 1 else 2 end | long | 2",
        "case NULL when NULL then 1 else 2 end | long | 2",
        "case when n = 0 then 1 / n else n end | double | -7.0",
        "case n when 0 then NULL end | void | null",
        "x LIKE 'a%'               | boolean | true",
        "x LIKE '%c'               | boolean | true",
        "x LIKE 'a_b%'             | boolean | true",
        "x LIKE '_____'            | boolean | true",
        "x LIKE '____'             | boolean | false",
        "x LIKE 'a!_b!%c' ESCAPE '!' | boolean | true",
        "x LIKE 'a!%b%' ESCAPE '!' | boolean | false",
        "x || x LIKE '%c%a%c'      | boolean | true",
        "x || x LIKE '%ca%c%c'     | boolean | false",
        "trim(s) LIKE 'Z_rich _'   | boolean | true",
        "trim(s) LIKE '%__________' | boolean | false",
        "'' LIKE '%%'              | boolean | true",
        "'' LIKE '_'               | boolean | false",
        "no LIKE '%'               | boolean | null",
        "lower(x) NOT LIKE '%B%'   | boolean | true",
      })
  void functionHasATypeAndAValue(String text, String type, String value) {
    BoundExpression bound = ROW.bind(text);
    assertThat(bound.type().text()).isEqualTo(type);
    assertThat(ROW.evaluate(bound)).isEqualTo(value.replace("~", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '~',
      value = {
        "cast(d as int)                | int     | -2",
        "cast(price as long)           | long    | -9",
        "cast(n as byte)               | byte    | -7",
        "cast(n as double)             | double  | -7.0",
        "cast(d as float)              | float   | -2.5",
        "cast(f as decimal(5,3))       | decimal(5,3) | 0.100",
        "cast(2.345 as decimal(5,2))   | decimal(5,2) | 2.35",
        "cast(-2.345 as decimal(5,2))  | decimal(5,2) | -2.35",
        "cast(n as string)             | string  | -7",
        "cast(d as string)             | string  | -2.5",
        "cast(price as string)         | string  | -9.55",
        "cast(t as string)             | string  | true",
        "cast(day as string)           | string  | 1969-12-31",
        "cast(at as string)            | string  | 2024-02-29 23:59:58.999999Z",
        "cast(num as double)           | double  | 12.5",
        "cast(num as decimal(5,0))     | decimal(5,0) | 13",
        "cast(' +12 ' as int)          | int     | 12",
        "cast('1e3' as double)         | double  | 1000.0",
        "cast('NaN' as double)         | double  | NaN",
        "cast('TRUE' as boolean)       | boolean | true",
        "cast('2024-02-29' as date)    | date    | 2024-02-29",
        "cast('2024-02-29' as timestamp) | timestamp | 2024-02-29 00:00:00Z",
        "cast('2024-02-29 01:00:00+01:00' as timestamp) | timestamp | 2024-02-29 00:00:00Z",
        "cast('2024-02-29' as timestamp_ntz) | timestamp_ntz | 2024-02-29 00:00:00",
        "cast('2024-02-29T10:00:00' as timestamp_ntz) | timestamp_ntz | 2024-02-29 10:00:00",
        "cast(at as date)              | date    | 2024-02-29",
        "cast(old as date)             | date    | 1899-12-31",
        "cast(day as timestamp)        | timestamp | 1969-12-31 00:00:00Z",
        "cast(at as timestamp_ntz)     | timestamp_ntz | 2024-02-29 23:59:58.999999",
        "cast(NULL as decimal(3,1))    | decimal(3,1) | null",
        "cast(none as string)          | string  | null",
        "cast(any as double)           | double  | 5.5",
        "cast(any as int)              | int     | 5",
        "cast(any as decimal(3,1))     | decimal(3,1) | 5.5",
        "cast(any as string)           | string  | 5.50",
        "cast(word as string)          | string  | abc",
        "cast(yes as boolean)          | boolean | true",
        "cast(yes as string)           | string  | true",
        "cast(quoted as string)        | string  | 7",
        "cast(quoted as int) + 1       | long    | 8",
      })
  void castHasATypeAndAValue(String text, String type, String value) {
    BoundExpression bound = ROW.bind(text);
    assertThat(bound.type().text()).isEqualTo(type);
    assertThat(ROW.evaluate(bound)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '~',
      value = {
        "abs(-big - 1)          | abs(-big - 1): the opposite of -9223372036854775808 is beyond a long",
        "round(big, -1)         | round(big, -1): 9223372036854775807 rounded is beyond a long",
        "floor(huge)            | floor(huge): 1.0E300 is beyond a long",
        "ceil(nan)              | ceil(nan): NaN is beyond a long",
        "cast(300 + n as byte)  | cast(300 + n AS byte): 293 is beyond byte",
        "cast(huge as float)    | cast(huge AS float): 1.0E300 is beyond float",
        "cast(huge as long)     | cast(huge AS long): 1.0E300 is beyond long",
        "cast(big + d - d as long) | 9.223372036854776E18 is beyond long",
        "cast(nan as int)       | cast(nan AS int): NaN is beyond int",
        "cast(wide as decimal(5,2)) | 12345678901234567890.0123456789 is beyond decimal(5,2)",
        "cast(num as int)       | cast(num AS int): ' 12.5 ' is no int",
        "cast(x as date)        | cast(x AS date): 'a_b%c' is no date",
        "cast('2024-02-30' as date) | '2024-02-30' is no date",
        "cast('yes' as boolean) | 'yes' is no boolean",
        "cast('' as double)     | '' is no double",
        "cast('1e999' as double) | '1e999' is no double",
        "cast('1e999999999' as decimal(5,2)) | '1e999999999' is no decimal(5,2)",
        "cast(word as int)      | cast(word AS int): 'abc' is no int",
        "cast(yes as int)       | cast(yes AS int): true is no int",
        "cast(any as boolean)   | 5.50 is no boolean",
        "cast(DATE '+999999-01-01' as timestamp) | is beyond timestamp",
      })
  void whatHasNoValueIsAnErrorThatNamesTheExpression(String text, String error) {
    assertThatThrownBy(() -> ROW.evaluate(ROW.bind(text)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '~',
      value = {
        "lower(n)            | lower takes a string, and n is int; write cast(n as string)",
        "x || n              | concat takes a string, and n is int; write cast(n as string)",
        "length(any)         | column 'any' is untyped and has to be cast",
        "abs(x)              | abs takes a number, and x is string; write cast(x as double)",
        "round(n, small)     | round takes a constant number of digits, from -38 to 38, and small is byte",
        "round(n, 39)        | round takes a constant number of digits, from -38 to 38",
        "substring(x, 1.5)   | substring takes integers as positions, and 1.5 is decimal(2,1)",
        "hour(day)           | hour takes a timestamp, and day is date",
        "year(x)             | year takes a date or a timestamp, and x is string",
        "coalesce(n, x)      | n is int and x is string, which have no type in common; cast one of them, as in cast(x as int)",
        "coalesce(at, old)   | at is timestamp and old is timestamp_ntz, which have no type in common",
        "coalesce(wide, cast(1 as decimal(38,0))) | which have no type in common",
        "coalesce(any, 'x')  | column 'any' is untyped and has to be cast",
        "coalesce(tags, tags) | tags is list<string>; only IS NULL and IS NOT NULL apply to nested values",
        "case when t then 1 else x end | 1 is long and x is string, which have no type in common",
        "case when n + 1 = 2 then tags end | only IS NULL and IS NOT NULL apply to nested values",
        "case n when x then 1 end | n is int and cannot be compared with x, which is string",
        "case when x then 1 end | column 'x' is string, and neither true nor false",
        "case when lower(x) then 1 end | lower(x) is string and no condition",
        "nullif(n, x)        | n is int and cannot be compared with x",
        "n || '' LIKE 'x'    | concat takes a string",
        "n LIKE '%x%'        | n is int; starts_with and LIKE apply to strings only",
        "cast(t as int)      | cast(t AS int): no boolean becomes int",
        "cast(n as boolean)  | cast(n AS boolean): no int becomes boolean",
        "cast(n as date)     | no int becomes date",
        "cast(bin as string) | no binary becomes string",
        "cast(any as binary) | no untyped becomes binary",
        "cast(tags as string) | no list<string> becomes string",
      })
  void whatDoesNotGoTogetherIsRefusedWhenBound(String text, String error) {
    assertThatThrownBy(() -> ROW.bind(text))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(error);
  }

  private static final ExpressionRow ROWS =
      new ExpressionRow()
          .withAll("a", DataType.LONG, Arrays.asList(0L, 2L, null, 4L))
          .withAll(
              "p",
              DataType.decimal(20, 1),
              Arrays.asList(null, BigDecimal.valueOf(15, 1), null, null))
          .withAll("s", DataType.STRING, Arrays.asList("x", null, "yy", "x"));

  /** A value that is not chosen for a row is not computed for it. */
  @Test
  void onlyTheChosenIsComputed() {
    assertThat(ROWS.evaluateAll("case when a = 0 then -1 else 8 / a end"))
        .containsExactly("-1.0", "4.0", "null", "2.0");
    assertThat(ROWS.evaluateAll("case a when 0 then 0 when 8 / (a - 0) then 1 else 8 % a end"))
        .containsExactly("0", "0", "null", "0");
    assertThat(ROWS.evaluateAll("coalesce(s, cast(a as string), cast(1 / 0 as string))"))
        .containsExactly("x", "2", "yy", "x");
    assertThat(ROWS.passing("a is not null and case when a is null then 1 / 0 else 1 end = 1"))
        .containsExactly(0, 1, 3);
    assertThatThrownBy(() -> ROWS.evaluateAll("coalesce(p, a + 1, 1 / 0)"))
        .hasMessageContaining("1 / 0: 1 is divided by zero");
    assertThatThrownBy(() -> ROWS.evaluateAll("case when a is null then 1 / 0 else 1 end"))
        .hasMessageContaining("1 / 0: 1 is divided by zero");
  }

  @Test
  void partsComeTogetherInTheOrderOfRows() {
    assertThat(ROWS.evaluateAll("case when a > 1 then s when a = 0 then s || s else 'none' end"))
        .containsExactly("xx", "null", "none", "x");
    assertThat(ROWS.evaluateAll("case s when 'x' then a when 'yy' then 9 end"))
        .containsExactly("0", "null", "9", "4");
    assertThat(ROWS.evaluateAll("coalesce(s, cast(a as string), '?')"))
        .containsExactly("x", "2", "yy", "x");
    assertThat(ROWS.evaluateAll("coalesce(p, 2)")).containsExactly("2.0", "1.5", "2.0", "2.0");
    assertThat(ROWS.evaluateAll("case when a < 3 then p end"))
        .containsExactly("null", "1.5", "null", "null");
  }

  /** Entries of a dictionary are looked at once each, whether rows use them or not. */
  @Test
  void stringsOfADictionaryAreTheSameAsPlainOnes() {
    List<Object> values = Arrays.asList("Ab ", null, " üX", "Ab ", "", "1");
    StructType columns = new StructType(List.of(Field.optional("s", DataType.STRING)));
    Vector plain = TestVectors.of(DataType.STRING, values, false);
    Vector dictionary = TestVectors.of(DataType.STRING, values, true);
    assertThat(((BytesVector) dictionary).isDictionary()).isTrue();
    for (String text :
        List.of(
            "lower(s)",
            "upper(s)",
            "trim(s)",
            "length(s)",
            "substring(s, 2)",
            "s || '!'",
            "s LIKE '%b_'",
            "starts_with(lower(s), 'ab')",
            "coalesce(s, 'none')",
            "nullif(s, '')",
            "case when length(s) > 1 then s else 'short' end",
            "s > 'B'")) {
      BoundExpression bound = Expression.parse(text).bind(columns);
      List<String> expected =
          ExpressionRow.texts(bound.evaluate(new Batch(columns, List.of(plain), 6)));
      Batch batch = new Batch(columns, List.of(dictionary), 6);
      assertThat(ExpressionRow.texts(bound.evaluate(batch))).as(text).isEqualTo(expected);
      Batch some = batch.select(new int[] {5, 2, 1}, 3);
      assertThat(ExpressionRow.texts(bound.evaluate(some)))
          .as(text)
          .containsExactly(expected.get(5), expected.get(2), expected.get(1));
    }
  }
}
