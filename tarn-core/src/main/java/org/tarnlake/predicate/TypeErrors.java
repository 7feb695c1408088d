package org.tarnlake.predicate;

import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.evaluate.Arithmetic;
import org.tarnlake.predicate.evaluate.ArithmeticOperator;
import org.tarnlake.schema.DataType;

/** Words the errors of operands whose types do not go together. Stateless. */
final class TypeErrors {
  private static final int SHOWN_MAX = 200;

  private TypeErrors() {}

  /** The text of an operand, or its beginning. */
  static String shown(Operand operand) {
    return shown(operand.source());
  }

  static String shown(Expression expression) {
    String text = expression.text();
    if (text.length() <= SHOWN_MAX) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(SHOWN_MAX - 1)) ? SHOWN_MAX - 1 : SHOWN_MAX;
    return text.substring(0, end) + "...";
  }

  /** Refuses a column whose values may be anything. */
  static void requireTyped(Operand operand) {
    if (operand.isUntyped()) {
      throw new InvalidDataException(
          "column '%s' is untyped and has to be cast to be computed with: cast(%s as double), as decimal(10,2) or as string"
              .formatted(shown(operand), shown(operand)));
    }
  }

  static InvalidDataException notComparable(Operand left, Operand right) {
    return new InvalidDataException(
        "%s is %s and cannot be compared with %s, which is %s%s"
            .formatted(
                shown(left), left.typeText(), shown(right), right.typeText(), remedy(left, right)));
  }

  private static String remedy(Operand left, Operand right) {
    if (isTime(left.type()) || isTime(right.type())) {
      return "; a date or a time is written DATE '2024-05-01' or TIMESTAMP '2024-05-01 10:00:00'";
    }
    boolean nested = !isScalar(left.type()) || !isScalar(right.type());
    return nested
        ? "; only IS NULL and IS NOT NULL apply to nested values"
        : "; cast one of them, as in cast(%s as %s)".formatted(shown(right), left.type().text());
  }

  static InvalidDataException notComputable(
      Expression source, Operand left, ArithmeticOperator operator, Operand right) {
    boolean isLeft = Arithmetic.isNumber(right.type()) || !isTextual(right.type());
    Operand wrong = isLeft && isTextual(left.type()) ? left : right;
    String remedy =
        isTextual(wrong.type()) && wrong.type() == DataType.STRING
            ? "; a string is none until it is cast, as in cast(... as double), and || joins strings"
            : isTime(left.type()) || isTime(right.type())
                ? "; of dates there are date + days, date - days and date - date"
                : "";
    return new InvalidDataException(
        "%s: %s takes numbers, not %s and %s%s"
            .formatted(shown(source), operator.text(), left.typeText(), right.typeText(), remedy));
  }

  private static boolean isTextual(DataType type) {
    return type == DataType.STRING || type == DataType.BINARY || type == DataType.BOOLEAN;
  }

  static InvalidDataException noNumber(Expression source, Operand operand) {
    return new InvalidDataException(
        "%s: %s is %s and no number".formatted(shown(source), shown(operand), operand.typeText()));
  }

  private static boolean isTime(DataType type) {
    return type == DataType.DATE || type == DataType.TIMESTAMP || type == DataType.TIMESTAMP_NTZ;
  }

  private static boolean isScalar(DataType type) {
    return Arithmetic.isNumber(type) || isTextual(type) || isTime(type);
  }
}
