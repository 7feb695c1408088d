package org.tarnlake.predicate.evaluate;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.DecimalVector;
import org.tarnlake.row.DoubleVector;
import org.tarnlake.row.FloatVector;
import org.tarnlake.row.IntVector;
import org.tarnlake.row.LongVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;

/**
 * Numbers of one type as numbers of another. What the other type is too small for is refused; a
 * decimal of more digits behind the point is rounded half up. Stateless.
 */
public final class NumberConversions {
  private static final double LONG_LIMIT = 0x1p63;

  private NumberConversions() {}

  /** From one type of numbers to another; null if one of them has no numbers. */
  public static @Nullable Conversion of(
      DataType from, DataType to, Fraction fraction, Refusal refusal) {
    if (!Arithmetic.isNumber(from) || !Arithmetic.isNumber(to)) {
      return null;
    }
    if (from.equals(to)) {
      return values -> values;
    }
    if (to instanceof DecimalType decimal) {
      return values -> decimals(values, decimal, refusal);
    }
    if (to == DataType.DOUBLE) {
      return values -> new DoubleVector(Lanes.doubles(values), values.size(), values.nulls());
    }
    if (to == DataType.FLOAT) {
      return values -> floats(values, refusal);
    }
    return values -> integers(values, to, fraction, refusal);
  }

  private static Vector floats(Vector values, Refusal refusal) {
    int size = values.size();
    if (!(values instanceof DoubleVector doubles)) {
      float[] out = Lanes.floats(values);
      for (int i = 0; i < size; i++) {
        requireFits(!Float.isInfinite(out[i]), values, i, DataType.FLOAT, refusal);
      }
      return new FloatVector(out, size, values.nulls());
    }
    float[] out = new float[size];
    for (int i = 0; i < size; i++) {
      double value = doubles.doubleAt(i);
      out[i] = (float) value;
      requireFits(
          !Float.isInfinite(out[i]) || Double.isInfinite(value),
          values,
          i,
          DataType.FLOAT,
          refusal);
    }
    return new FloatVector(out, size, values.nulls());
  }

  private static Vector integers(Vector values, DataType to, Fraction fraction, Refusal refusal) {
    long[] whole;
    if (values instanceof DoubleVector || values instanceof FloatVector) {
      whole = wholeDoubles(values, to, fraction, refusal);
    } else if (values instanceof DecimalVector decimals) {
      whole = wholeDecimals(decimals, to, fraction, refusal);
    } else {
      whole = Lanes.longs(values);
    }
    int size = values.size();
    if (to == DataType.LONG) {
      return new LongVector(to, whole, size, values.nulls());
    }
    int shift = to == DataType.BYTE ? 56 : to == DataType.SHORT ? 48 : 32;
    int[] out = new int[size];
    for (int i = 0; i < size; i++) {
      out[i] = (int) whole[i];
      requireFits((whole[i] << shift) >> shift == whole[i], values, i, to, refusal);
    }
    return new IntVector(to, out, size, values.nulls());
  }

  private static long[] wholeDoubles(
      Vector values, DataType to, Fraction fraction, Refusal refusal) {
    double[] doubles = Lanes.doubles(values);
    long[] out = new long[values.size()];
    for (int i = 0; i < out.length; i++) {
      double value = doubles[i];
      out[i] = (long) value;
      if (values.isNull(i)) {
        out[i] = 0;
      } else if (!(value >= -LONG_LIMIT && value < LONG_LIMIT)) {
        throw beyond(values, i, to, refusal);
      } else if (out[i] != value && fraction == Fraction.REFUSED) {
        throw fraction(values, i, refusal);
      }
    }
    return out;
  }

  private static long[] wholeDecimals(
      DecimalVector values, DataType to, Fraction fraction, Refusal refusal) {
    long[] out = new long[values.size()];
    for (int i = 0; i < out.length; i++) {
      if (values.isNull(i)) {
        continue;
      }
      BigDecimal value = values.decimalAt(i);
      BigInteger whole = value.toBigInteger();
      if (whole.bitLength() >= Long.SIZE) {
        throw beyond(values, i, to, refusal);
      }
      out[i] = whole.longValue();
      if (fraction == Fraction.REFUSED && new BigDecimal(whole).compareTo(value) != 0) {
        throw fraction(values, i, refusal);
      }
    }
    return out;
  }

  private static Vector decimals(Vector values, DecimalType to, Refusal refusal) {
    if (values instanceof DecimalVector decimals
        && decimals.isCompact()
        && to.precision() <= DecimalVector.MAX_COMPACT_PRECISION) {
      DecimalType from = (DecimalType) decimals.type();
      int shift = to.scale() - from.scale();
      if (from.precision() + Math.max(0, shift) <= DecimalVector.MAX_COMPACT_PRECISION) {
        return rescaled(decimals, to, shift, refusal);
      }
    }
    int size = values.size();
    DecimalColumn out = new DecimalColumn(to, size);
    boolean isFloating = Arithmetic.isFloating(values.type());
    for (int i = 0; i < size; i++) {
      if (values.isNull(i)) {
        continue;
      }
      if (isFloating && !Double.isFinite(values.doubleAt(i))) {
        throw beyond(values, i, to, refusal);
      }
      BigDecimal value =
          isFloating
              ? new BigDecimal(String.valueOf(values.canonicalAt(i)))
              : Lanes.decimal(values, i);
      if (!out.set(i, value)) {
        throw beyond(values, i, to, refusal);
      }
    }
    return out.vector(size, values.nulls());
  }

  /** Decimals of another scale, all in longs. */
  private static Vector rescaled(DecimalVector values, DecimalType to, int shift, Refusal refusal) {
    long factor = DecimalRules.power(Math.abs(shift));
    long limit = DecimalRules.power(to.precision());
    long[] out = new long[values.size()];
    for (int i = 0; i < out.length; i++) {
      long unscaled = values.unscaledAt(i);
      if (shift >= 0) {
        out[i] = unscaled * factor;
      } else {
        long rest = Math.abs(unscaled % factor);
        out[i] = unscaled / factor + (rest >= factor - rest ? Long.signum(unscaled) : 0);
      }
      requireFits(out[i] < limit && out[i] > -limit, values, i, to, refusal);
    }
    return new DecimalVector(to, out, out.length, values.nulls());
  }

  private static void requireFits(
      boolean fits, Vector values, int i, DataType to, Refusal refusal) {
    if (!fits && !values.isNull(i)) {
      throw beyond(values, i, to, refusal);
    }
  }

  private static RuntimeException beyond(Vector values, int i, DataType to, Refusal refusal) {
    return refusal.of(shown(values, i), "is beyond " + to.text());
  }

  private static RuntimeException fraction(Vector values, int i, Refusal refusal) {
    return refusal.of(shown(values, i), "has a fraction");
  }

  private static String shown(Vector values, int i) {
    return values.canonicalAt(i) instanceof BigDecimal decimal
        ? decimal.toPlainString()
        : String.valueOf(values.canonicalAt(i));
  }
}
