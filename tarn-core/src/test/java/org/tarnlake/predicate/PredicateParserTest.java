package org.tarnlake.predicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.predicate.Predicate.and;
import static org.tarnlake.predicate.Predicate.eq;
import static org.tarnlake.predicate.Predicate.ge;
import static org.tarnlake.predicate.Predicate.gt;
import static org.tarnlake.predicate.Predicate.in;
import static org.tarnlake.predicate.Predicate.isNotNull;
import static org.tarnlake.predicate.Predicate.isNull;
import static org.tarnlake.predicate.Predicate.le;
import static org.tarnlake.predicate.Predicate.lt;
import static org.tarnlake.predicate.Predicate.ne;
import static org.tarnlake.predicate.Predicate.not;
import static org.tarnlake.predicate.Predicate.or;
import static org.tarnlake.predicate.Predicate.parse;
import static org.tarnlake.predicate.Predicate.startsWith;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.error.InvalidDataException;

class PredicateParserTest {

  @Test
  void everyComparisonHasItsOperator() {
    assertThat(parse("a = 1")).isEqualTo(eq("a", 1));
    assertThat(parse("a == 1")).isEqualTo(eq("a", 1));
    assertThat(parse("a != 1")).isEqualTo(ne("a", 1));
    assertThat(parse("a<>1")).isEqualTo(ne("a", 1));
    assertThat(parse("a<1")).isEqualTo(lt("a", 1));
    assertThat(parse("a <=1")).isEqualTo(le("a", 1));
    assertThat(parse("a> 1")).isEqualTo(gt("a", 1));
    assertThat(parse("a >= 1")).isEqualTo(ge("a", 1));
  }

  @Test
  void aLiteralOnTheLeftTurnsTheComparison() {
    assertThat(parse("5 < a")).isEqualTo(gt("a", 5));
    assertThat(parse("5 >= a")).isEqualTo(le("a", 5));
    assertThat(parse("'x' = a")).isEqualTo(eq("a", "x"));
  }

  @Test
  void andBindsTighterThanOrAndNotTighterThanAnd() {
    assertThat(parse("a = 1 OR b = 2 AND NOT c = 3"))
        .isEqualTo(or(eq("a", 1), and(eq("b", 2), not(eq("c", 3)))));
    assertThat(parse("(a = 1 OR b = 2) AND c = 3"))
        .isEqualTo(and(or(eq("a", 1), eq("b", 2)), eq("c", 3)));
    assertThat(parse("a = 1 and (b = 2 AND c = 3)"))
        .isEqualTo(and(eq("a", 1), eq("b", 2), eq("c", 3)));
  }

  @Test
  void testsOtherThanComparisonsAreRead() {
    assertThat(parse("a IS NULL")).isEqualTo(isNull("a"));
    assertThat(parse("a is not null")).isEqualTo(isNotNull("a"));
    assertThat(parse("a IN (1, 'x', NULL)")).isEqualTo(in("a", 1, "x", null));
    assertThat(parse("a NOT IN (1)")).isEqualTo(not(in("a", 1)));
    assertThat(parse("a IN ()")).isEqualTo(in("a", List.of()));
    assertThat(parse("a BETWEEN 1 AND 2")).isEqualTo(and(ge("a", 1), le("a", 2)));
    assertThat(parse("a NOT BETWEEN 1 AND 2 AND b = 3"))
        .isEqualTo(and(not(and(ge("a", 1), le("a", 2))), eq("b", 3)));
    assertThat(parse("a LIKE 'x%'")).isEqualTo(startsWith("a", "x"));
    assertThat(parse("a LIKE '%'")).isEqualTo(startsWith("a", ""));
    assertThat(parse("a NOT LIKE 'x'")).isEqualTo(not(eq("a", "x")));
    assertThat(parse("Starts_With(a, 'x_%')")).isEqualTo(startsWith("a", "x_%"));
    assertThat(parse("active AND NOT deleted"))
        .isEqualTo(and(eq("active", true), not(eq("deleted", true))));
    assertThat(parse("TRUE")).isEqualTo(new Predicate.Constant(true));
    assertThat(parse("1 = 1 AND a = 2")).isEqualTo(and(new Predicate.Constant(true), eq("a", 2)));
    assertThat(parse("2 < 1.5 OR NULL = 'x'"))
        .isEqualTo(or(new Predicate.Constant(false), new Predicate.Constant(null)));
  }

  @Test
  void numbersAreExact() {
    assertThat(parse("a = 9007199254740993")).isEqualTo(eq("a", 9007199254740993L));
    assertThat(parse("a = -9223372036854775808")).isEqualTo(eq("a", Long.MIN_VALUE));
    assertThat(parse("a = 9223372036854775808"))
        .isEqualTo(eq("a", new BigInteger("9223372036854775808")));
    assertThat(parse("a = - 0.10")).isEqualTo(eq("a", new BigDecimal("-0.10")));
    assertThat(parse("a = +.5")).isEqualTo(eq("a", new BigDecimal("0.5")));
    assertThat(parse("a = 1e2")).isEqualTo(eq("a", 100));
    assertThat(parse("a = 1.5E-3")).isEqualTo(eq("a", new BigDecimal("0.0015")));
    assertThat(eq("a", 0.1)).isEqualTo(eq("a", new BigDecimal("0.1")));
  }

  @Test
  void literalsOfOtherKindsAreRead() {
    assertThat(parse("a = 'it''s'")).isEqualTo(eq("a", "it's"));
    assertThat(parse("a = X'00Ff'")).isEqualTo(eq("a", new byte[] {0, -1}));
    assertThat(parse("a = DATE '2024-05-01'")).isEqualTo(eq("a", LocalDate.of(2024, 5, 1)));
    assertThat(parse("a = timestamp '2024-05-01 10:00:00.5Z'"))
        .isEqualTo(eq("a", Instant.parse("2024-05-01T10:00:00.5Z")));
    assertThat(parse("a = TIMESTAMP '2024-05-01T10:00:00+02:00'"))
        .isEqualTo(eq("a", Instant.parse("2024-05-01T08:00:00Z")));
    assertThat(parse("a = TIMESTAMP '2024-05-01 10:00'"))
        .isEqualTo(eq("a", LocalDateTime.of(2024, 5, 1, 10, 0)));
    assertThat(parse("a = DOUBLE 'NaN'")).isEqualTo(eq("a", Double.NaN));
    assertThat(parse("a = TRUE")).isEqualTo(eq("a", true));
    assertThat(parse("a = NULL")).isEqualTo(eq("a", null));
  }

  @Test
  void columnsMayBeQuotedAndNested() {
    assertThat(parse("\"order\" = 1")).isEqualTo(eq("order", 1));
    assertThat(parse("`a b` = 1")).isEqualTo(eq("a b", 1));
    assertThat(parse("\"a\"\"b\" = 1")).isEqualTo(eq("a\"b", 1));
    assertThat(parse("address.city = 'x'")).isEqualTo(eq("address.city", "x"));
    assertThat(parse("address . \"in\" = 'x'")).isEqualTo(eq("address.in", "x"));
    assertThat(parse("größe = 1")).isEqualTo(eq("größe", 1));
    assertThat(parse("date = '2024-05-01' AND timestamp IS NULL"))
        .isEqualTo(and(eq("date", "2024-05-01"), isNull("timestamp")));
  }

  @Test
  void textIsReadBackAsTheSamePredicate() {
    for (Predicate predicate :
        List.of(
            eq("and", "it's\n"),
            eq("a.not", 1),
            ne("1st", new byte[] {1, -2}),
            lt("a b", new BigDecimal("-1.50")),
            eq("x", Double.NEGATIVE_INFINITY),
            eq("x", 1e300),
            eq("x", Double.MIN_VALUE),
            ge("x", Instant.MAX),
            lt("x", LocalDateTime.of(-5, 1, 1, 0, 0)),
            eq("x", LocalDate.of(12345, 1, 1)),
            in("x", 1, null, "y"),
            not(in("x", List.of())),
            not(not(isNull("x")).negate()),
            not(and(or(eq("a", true), startsWith("b", "%")), isNotNull("c"))),
            new Predicate.Not(new Predicate.Not(new Predicate.Constant(null))))) {
      assertThat(parse(predicate.text())).as(predicate.text()).isEqualTo(predicate);
    }
    assertThat(parse("NOT (a < 1 OR `b` IN ('x')) AND starts_with(c, 'y')").text())
        .isEqualTo("NOT (a < 1 OR b IN ('x')) AND starts_with(c, 'y')");
  }

  @Test
  void anErrorShowsWhereItIsAndWhatWasExpected() {
    assertThatThrownBy(() -> parse("price >= AND x = 1"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            """
            the condition is wrong at character 10: expected a value after >=, found 'AND'
              price >= AND x = 1
                       ^""");
    assertThatThrownBy(() -> parse("a = 1 b = 2"))
        .hasMessage(
            """
            the condition is wrong at character 7: expected AND, OR or the end of the text, found 'b'
              a = 1 b = 2
                    ^""");
    assertThatThrownBy(() -> parse(""))
        .hasMessageContaining(
            "expected a column, a literal, NOT or '(', found the end of the text");
  }

  @Test
  void anErrorInALongTextShowsOnlyItsSurroundings() {
    String longText = "a = 1 AND ".repeat(100) + "b ? 2" + " AND a = 1".repeat(100);
    assertThatThrownBy(() -> parse(longText))
        .hasMessage(
            """
            the condition is wrong at character 1003: '?' has no meaning in a condition; a name with it stands in double quotes
              ...= 1 AND a = 1 AND a = 1 AND a = 1 AND a = 1 AND b ? 2 AND a = 1 AND a = 1 A...
                                                                   ^""");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a LIKE 'x\\%' -> say what \\ means in this pattern: ESCAPE",
        "a LIKE 'x' ESCAPE '!!' -> ESCAPE takes one character",
        "a LIKE 'x' ESCAPE '' -> ESCAPE takes one character",
        "a LIKE 'x!y' ESCAPE '!' -> ! stands before %, _ or itself only",
        "a LIKE '100!' ESCAPE '!' -> ! stands before %, _ or itself only",
        "a LIKE b -> expected a pattern as a string",
        "lowr(a) = 'x' -> 'lowr' is no known function (did you mean 'lower'?); the functions are abs, cast, ceil",
        "a = 'x -> this string does not end",
        "\"a = 1 -> this quoted name does not end",
        "a = 1x -> a number does not go on like this",
        "a = X'0' -> is no valid literal",
        "a = 1e99999999999 -> is no valid literal",
        "a = 1e5000 -> at most 1000 digits",
        "a = DATE '2024-02-30' -> write DATE '2024-05-01'",
        "a = TIMESTAMP 'noon' -> write TIMESTAMP '2024-05-01 10:00:00'",
        "a = DOUBLE 'x' -> is no valid literal",
        "a BETWEEN 1 -> expected AND",
        "a NOT = 1 -> expected IN, LIKE or BETWEEN after NOT",
        "a IS TRUE -> expected NULL",
        "a 5 -> expected a comparison",
        "5 -> expected a comparison such as = or < after a literal",
        "1 = 'x' -> = compares a number with a string",
        "(a = 1 -> expected ')'",
        "a IN (1,) -> expected a column, a literal",
        "a. = 1 -> expected the name of a field",
        "a - 1 -> expected a comparison such as = or < after a computed value",
        "a = 1 AND b + 1 -> expected a comparison such as = or < after a computed value",
        "a = 1 = 2 -> expected AND, OR or the end of the text, found '='",
        "a = 2024-05-01 -> a date stands in single quotes: DATE '2024-05-01'",
        "a | 1 = 2 -> '|' has no meaning in a condition",
        "a = 1; -> ';' has no meaning",
      })
  void whatIsNotUnderstoodIsRefusedWithARemedy(String textAndError) {
    String[] parts = textAndError.split(" -> ", 2);
    assertThatThrownBy(() -> parse(parts[0]))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(parts[1]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "NOT ", "(NOT ", "a = 1 OR ("})
  void endlessNestingIsRefusedWithoutOverflow(String piece) {
    assertThatThrownBy(() -> parse(piece.repeat(100_000)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("nested deeper than 200 levels");
  }

  @Test
  void manyOperandsAreNotDeep() {
    Predicate predicate = parse("a = 1" + " OR a = 2".repeat(100_000));
    assertThat(((Predicate.Or) predicate).operands()).hasSize(100_001);
  }

  @Test
  void aPredicateBuiltTooDeepIsRefusedWhenWritten() {
    Predicate deep = eq("a", 1);
    for (int i = 0; i < 50_000; i++) {
      deep = new Predicate.Not(deep);
    }
    assertThatThrownBy(deep::text)
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("at most 200 levels");
  }

  @Test
  void aValueThatIsNoScalarIsRefused() {
    assertThatThrownBy(() -> eq("a", List.of(1)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("'[1]' of class List12 cannot stand in a condition");
    assertThatThrownBy(() -> eq("a", "\uD83D"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("half a surrogate pair");
  }
}
