package org.tarnlake.predicate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.PrimitiveType;

/**
 * Values as something whose natural order is the order of their type: a long for booleans,
 * integers, floats, doubles, dates, timestamps and decimals of up to 18 digits, else a BigDecimal
 * or the bytes of a string or binary. Stateless.
 */
final class Codes {
  private static final int LONG_DIGITS = 18;

  private Codes() {}

  /** Whether values of a scalar type are coded as a long. */
  static boolean isLong(DataType type) {
    return type instanceof DecimalType decimal
        ? decimal.precision() <= LONG_DIGITS
        : type != DataType.STRING && type != DataType.BINARY;
  }

  /** NaN is greatest and {@code -0.0} the same as {@code 0.0}. */
  static long ofDouble(double value) {
    // Adding 0.0 turns -0.0 into 0.0; the bits of negative numbers grow as the numbers shrink.
    long bits = Double.doubleToLongBits(value + 0.0);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  /** A decimal that has the type's scale. */
  static Object ofDecimal(DecimalType type, BigDecimal value) {
    return isLong(type) ? (Object) value.unscaledValue().longValueExact() : value;
  }

  /**
   * The code of a bound from statistics, rounded if a decimal has more digits than its type; null
   * if it is no value of the type.
   */
  static @Nullable Object ofBound(
      DataType type, @Nullable Object canonical, RoundingMode rounding) {
    if (canonical == null) {
      return null;
    }
    if (type instanceof DecimalType decimal) {
      return canonical instanceof BigDecimal value
          ? ofDecimalBound(decimal, value, rounding)
          : null;
    }
    return switch ((PrimitiveType) type) {
      case BOOLEAN -> canonical instanceof Boolean flag ? (Long) (flag ? 1L : 0L) : null;
      case BYTE, SHORT, INT, LONG, DATE, TIMESTAMP, TIMESTAMP_NTZ ->
          canonical instanceof Integer || canonical instanceof Long
              ? (Long) ((Number) canonical).longValue()
              : null;
      case FLOAT, DOUBLE ->
          canonical instanceof Number number ? (Long) ofDouble(number.doubleValue()) : null;
      case STRING ->
          canonical instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : null;
      case BINARY -> canonical instanceof byte[] bytes ? bytes : null;
    };
  }

  private static @Nullable Object ofDecimalBound(
      DecimalType type, BigDecimal value, RoundingMode rounding) {
    BigDecimal rounded = value.setScale(type.scale(), rounding);
    if (!isLong(type)) {
      return rounded;
    }
    BigInteger unscaled = rounded.unscaledValue();
    return unscaled.bitLength() < Long.SIZE ? (Long) unscaled.longValue() : null;
  }

  static int compare(Object a, Object b) {
    if (a instanceof byte[] left && b instanceof byte[] right) {
      return Arrays.compareUnsigned(left, right);
    }
    return a instanceof Long left
        ? left.compareTo((Long) b)
        : ((BigDecimal) a).compareTo((BigDecimal) b);
  }
}
