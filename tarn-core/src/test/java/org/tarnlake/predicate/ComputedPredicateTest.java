package org.tarnlake.predicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;

/** Conditions that are computed: which rows pass, which rows are asked, and what is pruned. */
class ComputedPredicateTest {
  private static final ExpressionRow ROWS =
      new ExpressionRow()
          .withAll("a", DataType.LONG, Arrays.asList(1L, 5L, null, 9L, 0L))
          .withAll("b", DataType.INT, Arrays.asList(1, 4, 7, null, 2))
          .withAll("flag", DataType.BOOLEAN, Arrays.asList(true, false, null, true, false))
          .withAll("d", DataType.DOUBLE, Arrays.asList(1.0, 2.0, 3.0, 4.0, 5.0))
          .withAll("f", DataType.FLOAT, Arrays.asList(0.1f, 2f, 3f, 4f, 5f))
          .withAll(
              "price",
              DataType.decimal(9, 2),
              Arrays.asList(
                  new BigDecimal("1.00"),
                  new BigDecimal("2.50"),
                  null,
                  null,
                  new BigDecimal("3.00")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a > b                        | 1",
        "NOT a > b                    | 0, 4",
        "a >= b                       | 0, 1",
        "a + b > 4                    | 1",
        "NOT (a + b > 4)              | 0, 4",
        "a + b > 4 OR a IS NULL       | 1, 2",
        "NOT (a > b AND b > 3)        | 0, 4",
        "NOT (a > b OR b > 3)         | 0, 4",
        "(a > b) = flag               | 4",
        "flag AND a = d               | 0",
        "a + 0 IN (b, 9)              | 0, 3",
        "a NOT IN (b, 9)              | 1, 4",
        "a BETWEEN b AND 6            | 0, 1",
        "a NOT BETWEEN b AND 6        | 3, 4",
        "a BETWEEN 1 + 1 AND 2 * 3    | 1",
        "a NOT BETWEEN 1 + 1 AND 2 * 3 | 0, 3, 4",
        "a + b IS NULL                | 2, 3",
        "1 + 1 = 2                    | 0, 1, 2, 3, 4",
        "1 + 1 = 3                    |",
        "1 = NULL + 1                 |",
        "a < 10 AND 1 + 1 = 2         | 0, 1, 3, 4",
      })
  void aRowPassesWhereTheConditionIsTrue(String condition, String rows) {
    List<Integer> wanted =
        rows == null
            ? List.of()
            : Arrays.stream(rows.split(",")).map(each -> Integer.valueOf(each.strip())).toList();
    assertThat(ROWS.passing(condition)).isEqualTo(wanted);
  }

  /** What an operand of AND or OR has decided is not asked of the next. */
  @Test
  void onlyRowsThatReachAnOperandCanFail() {
    assertThat(ROWS.passing("a <> 0 AND 10 / a > 1")).containsExactly(0, 1, 3);
    assertThat(ROWS.passing("a = 0 OR 10 / a > 5")).containsExactly(0, 4);
    assertThat(ROWS.passing("NOT (a = 0 OR 10 / a > 5)")).containsExactly(1, 3);
    assertThat(ROWS.passing("(a <> 0 AND 10 / a > 1) = TRUE")).containsExactly(0, 1, 3);
    assertThat(ROWS.passing("a > 100 AND 1 / 0 = 1")).isEmpty();
    for (String condition :
        List.of("10 / a > 1", "10 / a > 1 AND a <> 0", "1 / 0 = 1", "a < 100 AND 1 / 0 = 1")) {
      assertThatThrownBy(() -> ROWS.passing(condition))
          .as(condition)
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("divided by zero");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // Every value of a column is 5: what cannot hold is seen before anything is read.
        "a > 10 * 2               | false",
        "a > 10 / 4               | true",
        "a < 10 / 4               | false",
        "10 * 2 <= a              | false",
        "NOT a < 10 * 2           | false",
        "a BETWEEN 3 * 3 AND 10 * 10 | false",
        "a NOT BETWEEN 1 + 1 AND 10 - 1 | false",
        "a IN (1 + 1, 3 * 3)      | false",
        "a NOT IN (2 + 3)         | false",
        "d > 2 * 3.5              | false",
        "price > 10 * 2           | false",
        "b = 2 + NULL             | false",
        "1 + 1 = 3                | false",
        // What is computed may be anything.
        "a > b + 10               | true",
        "a + 0 > 10               | true",
        "a > a                    | true",
        "a > 10 * 2 AND a > b     | false",
        "a < 10 * 2 AND a > b     | true",
        "f > 1 / 2                | true",
        "price > 10 / 4           | true",
      })
  void constantsArePrunedWithAndWhatIsComputedIsNot(String condition, boolean mayMatch) {
    BoundPredicate bound = Predicate.parse(condition).bind(ROWS.columns());
    StatisticsLookup five =
        path ->
            switch (path.get(0)) {
              case "a" -> Range.exactly(5L);
              case "b" -> Range.exactly(5);
              case "d" -> Range.exactly(5.0);
              case "f" -> Range.exactly(0.25f);
              case "price" -> Range.exactly(new BigDecimal("5.00"));
              default -> null;
            };
    assertThat(bound.mayMatch(five)).isEqualTo(mayMatch);
  }

  @Test
  void whatIsComputedIsNeverCertain() {
    BoundPredicate bound = Predicate.parse("a > b").bind(ROWS.columns());
    assertThat(bound.mustMatch(path -> Range.exactly(path.get(0).equals("a") ? 9L : (Object) 1)))
        .isFalse();
    assertThat(bound.isAlwaysTrue()).isFalse();
    assertThat(Predicate.parse("a > 1 + 1").bind(ROWS.columns()).mustMatch(p -> Range.exactly(9L)))
        .isTrue();
  }

  /** Where a constant is the nearest double, the test of a column would be another one. */
  @Test
  void foldedConstantsMeanTheSameAsThoseThatAreComputed() {
    ExpressionRow rows =
        new ExpressionRow()
            .withAll("l", DataType.LONG, Arrays.asList(9007199254740993L, 9007199254740992L, 3L))
            .withAll("d", DataType.DOUBLE, Arrays.asList(1e300, 0.1, -0.0))
            .withAll("f", DataType.FLOAT, Arrays.asList(0.1f, 0.5f, 0f));
    for (String constant : List.of("9007199254740992 / 1", "6 / 2", "0 / 1", "1 / 10", "5 / 10")) {
      for (String operator : List.of("=", "<", ">=")) {
        for (String column : List.of("l", "d", "f")) {
          assertThat(rows.passing("%s %s %s".formatted(column, operator, constant)))
              .as("%s %s %s", column, operator, constant)
              // The sum is no constant, so that nothing is folded.
              .isEqualTo(rows.passing("%s %s %s + (l %% 1)".formatted(column, operator, constant)));
        }
      }
    }
  }

  @Test
  void columnsOfBothKindsAreNeeded() {
    assertThat(Predicate.parse("a + b > 1 AND price = 2").bind(ROWS.columns()).columns())
        .containsExactly("a", "b", "price");
  }
}
