package org.tarnlake.predicate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Untyped;

/**
 * Asks something of the scalars in a column without a type. Numbers compare with numbers, strings
 * with strings, booleans with booleans; values of two kinds are not equal, and neither is less than
 * the other: such a comparison is unknown.
 */
final class UntypedTest implements ValueTest {
  private static final byte PASSES = 1;
  private static final byte FAILS = 2;

  private final Question question;

  /** Conservative bounds of the text that passes, as far as they are known. */
  private final @Nullable ObjectTest text;

  @FunctionalInterface
  private interface Question {
    boolean passes(Object scalar);
  }

  private UntypedTest(Question question, @Nullable ObjectTest text) {
    this.question = question;
    this.text = text;
  }

  static UntypedTest comparison(Predicate.Operator operator, Object literal) {
    boolean equality = operator == Predicate.Operator.EQ || operator == Predicate.Operator.NE;
    Question question =
        scalar ->
            LiteralOrder.isSameKind(scalar, literal)
                ? operator.accepts(LiteralOrder.compare(scalar, literal))
                : equality && operator == Predicate.Operator.NE;
    return new UntypedTest(
        question, operator == Predicate.Operator.EQ ? texts(List.of(literal)) : null);
  }

  /** A test for the values of a set that is not empty. */
  static UntypedTest in(List<Object> literals, boolean negated) {
    TreeSet<Object> values = new TreeSet<>(UntypedTest::compareAny);
    values.addAll(literals);
    return new UntypedTest(
        scalar -> values.contains(scalar) != negated, negated ? null : texts(literals));
  }

  static UntypedTest startsWith(String prefix, boolean negated) {
    return new UntypedTest(
        scalar -> scalar instanceof String string && string.startsWith(prefix) != negated, null);
  }

  /** Kind by kind, then by value. */
  private static int compareAny(Object a, Object b) {
    return LiteralOrder.isSameKind(a, b)
        ? LiteralOrder.compare(a, b)
        : Integer.compare(rank(a), rank(b));
  }

  private static int rank(Object value) {
    return value instanceof Number ? 0 : value instanceof String ? 1 : 2;
  }

  /** Strings and booleans have one text each; a number may be written in many ways. */
  private static @Nullable ObjectTest texts(List<Object> literals) {
    List<Object> texts = new ArrayList<>();
    for (Object literal : literals) {
      if (literal instanceof Number) {
        return null;
      }
      texts.add(Untyped.encode(literal).getBytes(StandardCharsets.UTF_8));
    }
    return ObjectTest.in(DataType.STRING, texts, false);
  }

  @Override
  public boolean mayPass(Range range) {
    return !range.isAllNull() && (text == null || text.mayPass(range));
  }

  @Override
  public boolean mustPass(Range range) {
    return false;
  }

  @Override
  public int filter(Vector vector, int[] rows, int count) {
    int left = ValueTest.filterNulls(vector, false, rows, count);
    BytesVector bytes = (BytesVector) vector;
    BytesVector dictionary = bytes.dictionary();
    byte[] outcomes = new byte[dictionary == null ? 0 : dictionary.size()];
    int kept = 0;
    for (int k = 0; k < left; k++) {
      int row = rows[k];
      rows[kept] = row;
      if (dictionary == null) {
        kept += passes(bytes, row) ? 1 : 0;
        continue;
      }
      int id = bytes.idAt(row);
      if (outcomes[id] == 0) {
        outcomes[id] = passes(dictionary, id) ? PASSES : FAILS;
      }
      kept += outcomes[id] == PASSES ? 1 : 0;
    }
    return kept;
  }

  private boolean passes(BytesVector bytes, int i) {
    return question.passes(Untyped.decode(bytes.stringAt(i)));
  }
}
