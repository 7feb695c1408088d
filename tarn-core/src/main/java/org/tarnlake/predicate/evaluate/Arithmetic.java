package org.tarnlake.predicate.evaluate;

import static org.tarnlake.predicate.evaluate.ArithmeticOperator.DIVIDE;
import static org.tarnlake.predicate.evaluate.ArithmeticOperator.MINUS;
import static org.tarnlake.predicate.evaluate.ArithmeticOperator.PLUS;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.DecimalVector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;

/**
 * What the operators of arithmetic make of two types. Stateless.
 *
 * <table>
 * <caption>Results</caption>
 * <tr><th>Operands<th>Result
 * <tr><td>two integers<td>long; a quotient is a double
 * <tr><td>decimals, or a decimal and an integer<td>decimal, see {@link DecimalRules}
 * <tr><td>a float or a double and any number<td>double
 * <tr><td>a date and an integer, added or subtracted<td>date
 * <tr><td>date - date<td>long, in days
 * </table>
 */
public final class Arithmetic {
  private Arithmetic() {}

  public static boolean isInteger(DataType type) {
    return type == DataType.LONG
        || type == DataType.INT
        || type == DataType.SHORT
        || type == DataType.BYTE;
  }

  public static boolean isFloating(DataType type) {
    return type == DataType.DOUBLE || type == DataType.FLOAT;
  }

  public static boolean isNumber(DataType type) {
    return isInteger(type) || isFloating(type) || type instanceof DecimalType;
  }

  /** The type of the result; null if the operator has no meaning for these types. */
  public static @Nullable DataType type(
      ArithmeticOperator operator, DataType left, DataType right) {
    if (left == DataType.DATE || right == DataType.DATE) {
      if (isInteger(right)) {
        return operator.isSum() ? DataType.DATE : null;
      }
      if (isInteger(left)) {
        return operator == PLUS ? DataType.DATE : null;
      }
      return left == right && operator == MINUS ? DataType.LONG : null;
    }
    if (!isNumber(left) || !isNumber(right)) {
      return null;
    }
    if (isFloating(left) || isFloating(right)) {
      return DataType.DOUBLE;
    }
    if (isInteger(left) && isInteger(right)) {
      return operator == DIVIDE ? DataType.DOUBLE : DataType.LONG;
    }
    DecimalType a = DecimalRules.of(left);
    DecimalType b = DecimalRules.of(right);
    return a == null || b == null ? null : DecimalRules.result(operator, a, b);
  }

  /**
   * What is done.
   *
   * @param left for an integer beside a decimal, the decimal that holds it
   * @param text names the expression in an error
   */
  public static Operation of(
      ArithmeticOperator operator, DataType left, DataType right, Supplier<String> text) {
    if (left == DataType.DATE && right == DataType.DATE) {
      return DateArithmetic::days;
    }
    if (left == DataType.DATE) {
      return (a, b) -> DateArithmetic.move(a, b, operator == MINUS ? -1 : 1, text);
    }
    if (right == DataType.DATE) {
      return (a, b) -> DateArithmetic.move(b, a, 1, text);
    }
    if (isFloating(left) || isFloating(right)) {
      return DoubleArithmetic.of(operator, text);
    }
    if (left instanceof DecimalType a && right instanceof DecimalType b) {
      return DecimalArithmetic.of(operator, a, b, text);
    }
    return LongArithmetic.of(operator, text);
  }

  /** The type of {@code -x} and {@code abs(x)}; null if these have no meaning for a type. */
  public static @Nullable DataType negated(DataType type) {
    if (isInteger(type)) {
      return DataType.LONG;
    }
    return isFloating(type) ? DataType.DOUBLE : type instanceof DecimalType ? type : null;
  }

  /** The opposite of numbers. */
  public static Conversion negation(DataType type, Supplier<String> text) {
    return negation(type, false, text);
  }

  /** The distance of numbers from zero. */
  public static Conversion absolute(DataType type, Supplier<String> text) {
    return negation(type, true, text);
  }

  private static Conversion negation(DataType type, boolean onlyNegative, Supplier<String> text) {
    if (isFloating(type)) {
      return values -> DoubleArithmetic.negate(values, onlyNegative);
    }
    if (isInteger(type)) {
      return values -> LongArithmetic.negate(values, onlyNegative, text);
    }
    return values -> DecimalArithmetic.negate((DecimalVector) values, onlyNegative);
  }
}
