package org.tarnlake.predicate.evaluate;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;

/**
 * The types that arithmetic with decimals has, by the rules of Spark and SQL Server: wide enough
 * for every result and, where that would take more than 38 digits, of fewer digits behind the
 * point, but not fewer than six. Stateless.
 */
public final class DecimalRules {
  private static final int MAX = DecimalType.MAX_PRECISION;
  private static final int MIN_SCALE = 6;

  private static final long[] POWERS = new long[19];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private DecimalRules() {}

  /** A power of ten that a long holds: to the 18th at most. */
  static long power(int exponent) {
    return POWERS[exponent];
  }

  /** The type that holds every value of an integer type or a decimal; null for another type. */
  public static @Nullable DecimalType of(DataType type) {
    if (type instanceof DecimalType decimal) {
      return decimal;
    }
    if (type == DataType.LONG) {
      return new DecimalType(20, 0);
    }
    if (type == DataType.INT) {
      return new DecimalType(10, 0);
    }
    if (type == DataType.SHORT) {
      return new DecimalType(5, 0);
    }
    return type == DataType.BYTE ? new DecimalType(3, 0) : null;
  }

  /** The smallest type of a number; null if there is none. */
  public static @Nullable DecimalType of(BigDecimal number) {
    int scale = Math.max(0, number.scale());
    int precision = Math.max(1, Math.max(number.precision() - Math.min(0, number.scale()), scale));
    return precision > MAX ? null : new DecimalType(precision, scale);
  }

  /** The type of an operation's result. */
  static DecimalType result(ArithmeticOperator operator, DecimalType left, DecimalType right) {
    int leftWhole = left.precision() - left.scale();
    int rightWhole = right.precision() - right.scale();
    int scale = Math.max(left.scale(), right.scale());
    return switch (operator) {
      case PLUS, MINUS -> bounded(Math.max(leftWhole, rightWhole) + scale + 1, scale);
      case TIMES -> bounded(left.precision() + right.precision() + 1, left.scale() + right.scale());
      case DIVIDE -> {
        int digits = Math.max(MIN_SCALE, left.scale() + right.precision() + 1);
        yield bounded(leftWhole + right.scale() + digits, digits);
      }
      case REMAINDER -> bounded(Math.max(1, Math.min(leftWhole, rightWhole) + scale), scale);
    };
  }

  /** The type that holds every value of both; null if that takes more than 38 digits. */
  public static @Nullable DecimalType both(DecimalType left, DecimalType right) {
    int scale = Math.max(left.scale(), right.scale());
    int whole = Math.max(left.precision() - left.scale(), right.precision() - right.scale());
    return whole + scale > MAX ? null : new DecimalType(Math.max(1, whole + scale), scale);
  }

  static DecimalType bounded(int precision, int scale) {
    if (precision <= MAX) {
      return new DecimalType(precision, scale);
    }
    int kept = Math.max(MAX - (precision - scale), Math.min(scale, MIN_SCALE));
    return new DecimalType(MAX, kept);
  }
}
