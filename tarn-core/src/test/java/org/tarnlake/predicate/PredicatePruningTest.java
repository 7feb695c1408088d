package org.tarnlake.predicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/** What statistics exclude is pruned; what they leave open is not. */
class PredicatePruningTest {
  private static final StructType SCHEMA =
      new StructType(
          List.of(
              Field.optional("n", DataType.LONG),
              Field.optional("d", DataType.DOUBLE),
              Field.optional("s", DataType.STRING),
              Field.optional("price", DataType.decimal(6, 2)),
              Field.untyped("any"),
              Field.optional("a", DataType.struct(Field.optional("b", DataType.LONG)))));

  private static final StatisticsLookup STATISTICS =
      path ->
          switch (String.join(".", path)) {
            case "n" -> new Range(10L, 20L, 0, 100);
            case "d" -> new Range(1.0, 5.0, 3, 100).withNanPossible();
            case "s" -> new Range("bb", "dd", 0, 100);
            case "price" -> new Range(new BigDecimal("1.5"), new BigDecimal("9.995"), 0, 100);
            case "any" -> new Range("bb", "dd", 0, 100);
            case "a.b" -> new Range(null, null, 100, 100);
            default -> null;
          };

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // pruned           | kept
        "n = 9              | n = 10",
        "n > 20             | n > 19",
        "n >= 20.5          | n >= 20",
        "n < 10             | n <= 10",
        "n IN (9, 21)       | n IN (9, 15, 21)",
        "n IN (9)           | n IN (20)",
        "n IS NULL          | n IS NOT NULL",
        "NOT n >= 10        | NOT n > 10",
        "n NOT BETWEEN 10 AND 20 | n NOT BETWEEN 11 AND 20",
        "n = 15 AND n = 30  | n = 15 OR n = 30",
        "NOT (n < 30 OR n > 40) | NOT (n < 15 OR n > 40)",
        "NOT (n = 15 OR TRUE) | NOT (n = 15 AND TRUE)",
        "d = 6              | d = 5",
        "d BETWEEN 6 AND 9  | d > 6",
        "d < 1              | d = 'NaN'",
        "d > 6 AND d < 7    | d <> 3",
        "s = 'a'            | s = 'cc'",
        "s LIKE 'e%'        | s LIKE 'd%'",
        "s LIKE 'ba%'        | s LIKE 'b%'",
        "NOT s LIKE '%'     | NOT s LIKE 'b%'",
        "s > 'dd'           | s >= 'dd'",
        "price > 10         | price > 9.99",
        "price < 1.5        | price = 1.5",
        "any = 'a'          | any = 'cc'",
        "any IS NULL        | any = 5",
        "any IN ('a', TRUE) | any > 'x'",
        "a.b = 1            | a.b IS NULL",
        "a.b <> 1           | a IS NOT NULL",
        "a.b IS NOT NULL    | a IS NULL",
        "FALSE              | TRUE",
      })
  void whatCannotMatchIsPrunedAndNothingElse(String pruned, String kept) {
    assertThat(mayMatch(pruned, STATISTICS)).as(pruned).isFalse();
    assertThat(mayMatch(kept, STATISTICS)).as(kept).isTrue();
  }

  @Test
  void aPartitionValueDecidesExactly() {
    StatisticsLookup fifteen = path -> Range.exactly(15L);
    assertThat(mayMatch("n <> 15", fifteen)).isFalse();
    assertThat(mayMatch("n NOT IN (14, 15)", fifteen)).isFalse();
    assertThat(mayMatch("n NOT IN (14, 16)", fifteen)).isTrue();
    assertThat(mayMatch("n IS NULL", fifteen)).isFalse();
    StatisticsLookup absent = path -> Range.exactly(null);
    assertThat(mayMatch("n <> 15", absent)).isFalse();
    assertThat(mayMatch("NOT n = 15", absent)).isFalse();
    assertThat(mayMatch("n IS NULL", absent)).isTrue();
    assertThat(mayMatch("s LIKE '%'", absent)).isFalse();
  }

  @Test
  void whatIsUnknownIsNeverPruned() {
    for (String condition : List.of("n = 5", "s <> 'x'", "n IS NULL", "n IS NOT NULL")) {
      assertThat(mayMatch(condition, path -> null)).as(condition).isTrue();
      assertThat(mayMatch(condition, path -> new Range(null, null, -1, -1))).as(condition).isTrue();
    }
    assertThat(mayMatch("n > 5", path -> new Range(null, 4L, -1, -1))).isFalse();
    assertThat(mayMatch("n > 5", path -> new Range(6L, null, -1, -1))).isTrue();
    assertThat(mayMatch("s IN ('a', 'b')", path -> new Range("c", null, -1, -1))).isFalse();
  }

  @Test
  void statisticsThatContradictThemselvesPruneNothing() {
    assertThat(mayMatch("n = 5", path -> new Range(20L, 10L, -1, -1))).isTrue();
    assertThat(mayMatch("s = 'x'", path -> new Range("z", "a", -1, -1))).isTrue();
    assertThat(mayMatch("n = 5", path -> new Range("z", "a", -1, -1))).isTrue();
  }

  @Test
  void noRowsMatchNothing() {
    assertThat(mayMatch("n = 5", path -> new Range(null, null, 0, 0))).isFalse();
    assertThat(mayMatch("n IS NULL", path -> new Range(null, null, 0, 0))).isFalse();
  }

  @Test
  void manyColumnsThatMayHoldNanStayCheapAndSound() {
    Field[] fields = new Field[40];
    StringBuilder condition = new StringBuilder("c0 > 10");
    for (int i = 0; i < fields.length; i++) {
      fields[i] = Field.optional("c" + i, DataType.DOUBLE);
      condition.append(" AND c").append(i).append(" > 10");
    }
    BoundPredicate bound =
        Predicate.parse(condition.toString()).bind(new StructType(List.of(fields)));
    assertThat(bound.mayMatch(path -> new Range(1.0, 5.0, 0, 9).withNanPossible())).isTrue();
    assertThat(bound.mayMatch(path -> new Range(1.0, 5.0, 0, 9))).isFalse();
  }

  private static boolean mayMatch(String condition, StatisticsLookup statistics) {
    return Predicate.parse(condition).bind(SCHEMA).mayMatch(statistics);
  }
}
