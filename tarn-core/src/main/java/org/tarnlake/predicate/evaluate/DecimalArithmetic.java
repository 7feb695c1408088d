package org.tarnlake.predicate.evaluate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.Supplier;
import org.tarnlake.row.DecimalVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DecimalType;

/**
 * Exact numbers of which one is a decimal: in longs as far as 18 digits are enough for the operands
 * and the result. Results with more digits behind the point than their type are rounded half up.
 * Stateless.
 */
final class DecimalArithmetic {
  private static final int LONG_DIGITS = DecimalVector.MAX_COMPACT_PRECISION;

  private DecimalArithmetic() {}

  static Operation of(
      ArithmeticOperator operator, DecimalType left, DecimalType right, Supplier<String> text) {
    DecimalType type = DecimalRules.result(operator, left, right);
    boolean isLong =
        left.precision() <= LONG_DIGITS
            && right.precision() <= LONG_DIGITS
            && type.precision() <= LONG_DIGITS;
    int scale = type.scale();
    return switch (operator) {
      case PLUS, MINUS ->
          isLong
              ? sum(
                  operator,
                  type,
                  DecimalRules.power(scale - left.scale()),
                  DecimalRules.power(scale - right.scale()))
              : wide(operator, type, text);
      case TIMES -> isLong ? product(type) : wide(operator, type, text);
      case DIVIDE -> {
        int shift = scale - left.scale() + right.scale();
        yield isLong && left.precision() + shift <= LONG_DIGITS
            ? quotient(type, DecimalRules.power(shift), text)
            : wide(operator, type, text);
      }
      case REMAINDER ->
          isLong
                  && left.precision() + scale - left.scale() <= LONG_DIGITS
                  && right.precision() + scale - right.scale() <= LONG_DIGITS
              ? remainder(
                  type,
                  DecimalRules.power(scale - left.scale()),
                  DecimalRules.power(scale - right.scale()),
                  text)
              : wide(operator, type, text);
    };
  }

  private static Operation sum(
      ArithmeticOperator operator, DecimalType type, long leftFactor, long rightFactor) {
    long sign = operator == ArithmeticOperator.PLUS ? rightFactor : -rightFactor;
    return (left, right) -> {
      long[] a = Lanes.longs(left);
      long[] b = Lanes.longs(right);
      long[] out = new long[left.size()];
      for (int i = 0; i < out.length; i++) {
        out[i] = a[i] * leftFactor + b[i] * sign;
      }
      return new DecimalVector(type, out, out.length, Lanes.nulls(left, right));
    };
  }

  private static Operation product(DecimalType type) {
    return (left, right) -> {
      long[] a = Lanes.longs(left);
      long[] b = Lanes.longs(right);
      long[] out = new long[left.size()];
      for (int i = 0; i < out.length; i++) {
        out[i] = a[i] * b[i];
      }
      return new DecimalVector(type, out, out.length, Lanes.nulls(left, right));
    };
  }

  private static Operation quotient(DecimalType type, long factor, Supplier<String> text) {
    return (left, right) -> {
      long[] a = Lanes.longs(left);
      long[] b = Lanes.longs(right);
      boolean[] nulls = Lanes.nulls(left, right);
      long[] out = new long[left.size()];
      for (int i = 0; i < out.length; i++) {
        if (b[i] != 0) {
          long scaled = a[i] * factor;
          long quotient = scaled / b[i];
          boolean away = Math.abs(scaled % b[i]) >= Math.abs(b[i]) - Math.abs(scaled % b[i]);
          out[i] = away ? quotient + ((scaled ^ b[i]) < 0 ? -1 : 1) : quotient;
        } else if (!Lanes.isNull(nulls, i)) {
          throw Faults.divisionByZero(text, Lanes.decimal(left, i).toPlainString());
        }
      }
      return new DecimalVector(type, out, out.length, nulls);
    };
  }

  private static Operation remainder(
      DecimalType type, long leftFactor, long rightFactor, Supplier<String> text) {
    return (left, right) -> {
      long[] a = Lanes.longs(left);
      long[] b = Lanes.longs(right);
      boolean[] nulls = Lanes.nulls(left, right);
      long[] out = new long[left.size()];
      for (int i = 0; i < out.length; i++) {
        long divisor = b[i] * rightFactor;
        if (divisor != 0) {
          out[i] = (a[i] * leftFactor) % divisor;
        } else if (!Lanes.isNull(nulls, i)) {
          throw Faults.divisionByZero(text, Lanes.decimal(left, i).toPlainString());
        }
      }
      return new DecimalVector(type, out, out.length, nulls);
    };
  }

  private static Operation wide(
      ArithmeticOperator operator, DecimalType type, Supplier<String> text) {
    return (left, right) -> {
      int size = left.size();
      boolean[] nulls = Lanes.nulls(left, right);
      DecimalColumn out = new DecimalColumn(type, size);
      for (int i = 0; i < size; i++) {
        if (Lanes.isNull(nulls, i)) {
          continue;
        }
        BigDecimal a = Lanes.decimal(left, i);
        BigDecimal b = Lanes.decimal(right, i);
        if (b.signum() == 0
            && (operator == ArithmeticOperator.DIVIDE
                || operator == ArithmeticOperator.REMAINDER)) {
          throw Faults.divisionByZero(text, a.toPlainString());
        }
        BigDecimal value =
            switch (operator) {
              case PLUS -> a.add(b);
              case MINUS -> a.subtract(b);
              case TIMES -> a.multiply(b);
              case DIVIDE -> a.divide(b, type.scale(), RoundingMode.HALF_UP);
              case REMAINDER -> a.remainder(b);
            };
        if (!out.set(i, value)) {
          throw Faults.of(
              text,
              "%s %s %s is beyond %s"
                  .formatted(a.toPlainString(), operator.text(), b.toPlainString(), type.text()));
        }
      }
      return out.vector(size, nulls);
    };
  }

  /** The opposite of each value, or its distance from zero. */
  static Vector negate(DecimalVector values, boolean onlyNegative) {
    int size = values.size();
    DecimalType type = (DecimalType) values.type();
    if (values.isCompact()) {
      long[] out = new long[size];
      for (int i = 0; i < size; i++) {
        long value = values.unscaledAt(i);
        out[i] = onlyNegative && value >= 0 ? value : -value;
      }
      return new DecimalVector(type, out, size, values.nulls());
    }
    BigDecimal[] out = new BigDecimal[size];
    for (int i = 0; i < size; i++) {
      if (!values.isNull(i)) {
        BigDecimal value = values.decimalAt(i);
        out[i] = onlyNegative ? value.abs() : value.negate();
      }
    }
    return new DecimalVector(type, out, size, values.nulls());
  }
}
