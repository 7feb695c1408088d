package org.tarnlake.predicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/** SQL's logic of three values, and the order of values, seen through evaluation. */
class PredicateLogicTest {
  private static final StructType TWO_FLAGS =
      new StructType(
          List.of(Field.optional("p", DataType.BOOLEAN), Field.optional("q", DataType.BOOLEAN)));

  @ParameterizedTest
  @CsvSource({
    // p, q, p AND q, p OR q, NOT p; U is unknown
    "T, T, T, T, F", "T, F, F, T, F", "T, U, U, T, F",
    "F, T, F, T, T", "F, F, F, F, T", "F, U, F, U, T",
    "U, T, U, T, U", "U, F, F, U, U", "U, U, U, U, U",
  })
  void theTruthTableIsSqls(String p, String q, String and, String or, String not) {
    assertThat(outcome("p AND q", p, q)).isEqualTo(and);
    assertThat(outcome("p OR q", p, q)).isEqualTo(or);
    assertThat(outcome("NOT p", p, q)).isEqualTo(not);
    assertThat(outcome("NOT (p AND q)", p, q)).isEqualTo(opposite(and));
    assertThat(outcome("NOT (p OR q)", p, q)).isEqualTo(opposite(or));
  }

  /** What passes is true, what passes negated is false, and the rest is unknown. */
  private static String outcome(String condition, String p, String q) {
    Batch batch =
        new Batch(
            TWO_FLAGS,
            List.of(
                TestVectors.of(DataType.BOOLEAN, Arrays.asList(flag(p)), false),
                TestVectors.of(DataType.BOOLEAN, Arrays.asList(flag(q)), false)),
            1);
    Predicate predicate = Predicate.parse(condition);
    boolean passes = predicate.bind(TWO_FLAGS).evaluate(batch).isAll();
    boolean failsSurely = predicate.negate().bind(TWO_FLAGS).evaluate(batch).isAll();
    assertThat(passes && failsSurely).isFalse();
    return passes ? "T" : failsSurely ? "F" : "U";
  }

  private static Object flag(String name) {
    return name.equals("U") ? null : (Object) name.equals("T");
  }

  private static String opposite(String outcome) {
    return outcome.equals("T") ? "F" : outcome.equals("F") ? "T" : "U";
  }

  @Test
  void aNullInAListMakesNotInUnknown() {
    assertThat(passing("x NOT IN (1, NULL)", DataType.LONG, 1L, 2L, null)).isEmpty();
    assertThat(passing("x IN (1, NULL)", DataType.LONG, 1L, 2L, null)).containsExactly(0);
    assertThat(passing("x NOT IN (1)", DataType.LONG, 1L, 2L, null)).containsExactly(1);
    assertThat(passing("x NOT IN ()", DataType.LONG, 1L, 2L, null)).containsExactly(0, 1, 2);
  }

  @Test
  void comparingWithNullPassesNothing() {
    for (String condition : List.of("x = NULL", "x <> NULL", "NOT x = NULL", "x < NULL")) {
      assertThat(passing(condition, DataType.LONG, 1L, null)).as(condition).isEmpty();
    }
  }

  @Test
  void nanIsGreatestAndEqualToItself() {
    Object[] values = {1.0, Double.NaN, Double.POSITIVE_INFINITY, null};
    assertThat(passing("x = 'NaN'", DataType.DOUBLE, values)).containsExactly(1);
    assertThat(passing("x > 1e308", DataType.DOUBLE, values)).containsExactly(1, 2);
    assertThat(passing("x > DOUBLE 'Infinity'", DataType.DOUBLE, values)).containsExactly(1);
    assertThat(passing("x < DOUBLE 'NaN'", DataType.DOUBLE, values)).containsExactly(0, 2);
    assertThat(passing("x IN (DOUBLE 'NaN', 1)", DataType.DOUBLE, values)).containsExactly(0, 1);
    assertThat(passing("NOT x < 5", DataType.DOUBLE, values)).containsExactly(1, 2);
  }

  @Test
  void negativeZeroEqualsZero() {
    assertThat(passing("x = 0", DataType.DOUBLE, 0.0, -0.0)).containsExactly(0, 1);
    assertThat(passing("x < 0", DataType.DOUBLE, 0.0, -0.0)).isEmpty();
    assertThat(passing("x IN (-0.0)", DataType.FLOAT, 0.0f, -0.0f)).containsExactly(0, 1);
  }

  @Test
  void stringsCompareByTheirUtf8Bytes() {
    // In UTF-16 the emoji, a surrogate pair, would come before U+FFFD; in UTF-8 it comes after.
    assertThat(passing("x > '\uFFFD'", DataType.STRING, "\uD83D\uDE00", "\uFFFD", "z"))
        .containsExactly(0);
    assertThat(passing("x < '\uD83D\uDE00'", DataType.STRING, "\uD83D\uDE00", "\uFFFD", "z"))
        .containsExactly(1, 2);
  }

  @Test
  void binaryComparesUnsigned() {
    assertThat(passing("x > X'7f'", DataType.BINARY, new byte[] {-1}, new byte[] {1}))
        .containsExactly(0);
  }

  @Test
  void aPrefixIsComparedWhole() {
    assertThat(
            passing(
                "x LIKE 'a\u007F%'", DataType.STRING, "a\u007F", "a\u007Fb", "a\u0080", "a", null))
        .containsExactly(0, 1);
    assertThat(passing("x NOT LIKE 'a%'", DataType.STRING, "ab", "b", null)).containsExactly(1);
    assertThat(passing("x LIKE '%'", DataType.STRING, "", "b", null)).containsExactly(0, 1);
  }

  @Test
  void untypedValuesCompareOnlyWithTheirOwnKind() {
    StructType schema = new StructType(List.of(Field.untyped("x")));
    Object[] values = {"5", "5.0", "\"5\"", "abc", "true", "-1", null};
    assertThat(passing("x = 5", schema, values)).containsExactly(0, 1);
    assertThat(passing("x <> 5", schema, values)).containsExactly(2, 3, 4, 5);
    assertThat(passing("x < 7", schema, values)).containsExactly(0, 1, 5);
    assertThat(passing("NOT x < 7", schema, values)).isEmpty();
    assertThat(passing("x = '5'", schema, values)).containsExactly(2);
    assertThat(passing("x >= 'a'", schema, values)).containsExactly(3);
    assertThat(passing("x", schema, values)).containsExactly(4);
    assertThat(passing("x IN (5.00, 'abc', FALSE)", schema, values)).containsExactly(0, 1, 3);
    assertThat(passing("x NOT IN (5)", schema, values)).containsExactly(2, 3, 4, 5);
    assertThat(passing("starts_with(x, '5')", schema, values)).containsExactly(2);
  }

  private static List<Integer> passing(String condition, DataType type, Object... values) {
    return passing(condition, new StructType(List.of(Field.optional("x", type))), values);
  }

  private static List<Integer> passing(String condition, StructType schema, Object... values) {
    BoundPredicate bound = Predicate.parse(condition).bind(schema);
    List<Integer> plain = passing(bound, schema, false, values);
    assertThat(passing(bound, schema, true, values)).as("with a dictionary").isEqualTo(plain);
    return plain;
  }

  private static List<Integer> passing(
      BoundPredicate bound, StructType schema, boolean dictionary, Object... values) {
    Vector vector = TestVectors.of(schema.field(0).type(), Arrays.asList(values), dictionary);
    Selection selection = bound.evaluate(new Batch(schema, List.of(vector), values.length));
    return Arrays.stream(selection.rows()).limit(selection.count()).boxed().toList();
  }
}
