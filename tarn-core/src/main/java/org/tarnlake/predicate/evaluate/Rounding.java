package org.tarnlake.predicate.evaluate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.Supplier;
import org.tarnlake.row.DecimalVector;
import org.tarnlake.row.DoubleVector;
import org.tarnlake.row.LongVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;

/** Numbers of fewer digits. Stateless. */
public final class Rounding {
  /** How many digits behind the point, or before it, a number may be rounded to. */
  public static final int DIGITS_MAX = 38;

  private Rounding() {}

  /** The type of {@code round(x, digits)} of a type of numbers. */
  public static DataType rounded(DataType type, int digits) {
    if (!(type instanceof DecimalType decimal)) {
      return Arithmetic.isFloating(type) ? DataType.DOUBLE : DataType.LONG;
    }
    int whole = decimal.precision() - decimal.scale() + 1;
    int scale = Math.min(decimal.scale(), Math.max(0, digits));
    return DecimalRules.bounded(Math.max(whole, digits < 0 ? 1 - digits : 1) + scale, scale);
  }

  /** Rounds half up, that is away from zero. */
  public static Conversion round(DataType type, int digits, Supplier<String> text) {
    DataType to = rounded(type, digits);
    if (to instanceof DecimalType decimal) {
      return values -> decimals(values, decimal, digits, RoundingMode.HALF_UP, text);
    }
    if (Arithmetic.isFloating(type)) {
      return values -> doubles(values, digits);
    }
    return digits >= 0 ? Rounding::longs : values -> longs(values, digits, text);
  }

  private static Vector longs(Vector values) {
    return new LongVector(DataType.LONG, Lanes.longs(values), values.size(), values.nulls());
  }

  private static Vector longs(Vector values, int digits, Supplier<String> text) {
    long[] out = new long[values.size()];
    for (int i = 0; i < out.length; i++) {
      if (!values.isNull(i)) {
        BigDecimal rounded =
            BigDecimal.valueOf(values.longAt(i)).setScale(digits, RoundingMode.HALF_UP);
        out[i] = rounded.longValue();
        if (rounded.compareTo(BigDecimal.valueOf(out[i])) != 0) {
          throw Faults.of(text, values.longAt(i) + " rounded is beyond a long");
        }
      }
    }
    return new LongVector(DataType.LONG, out, out.length, values.nulls());
  }

  private static Vector doubles(Vector values, int digits) {
    double[] a = Lanes.doubles(values);
    double[] out = new double[values.size()];
    for (int i = 0; i < out.length; i++) {
      double value = a[i];
      if (digits == 0) {
        double below = Math.floor(Math.abs(value));
        double size = Math.abs(value) - below >= 0.5 ? below + 1 : below;
        out[i] = Double.isFinite(value) ? Math.copySign(size, value) : value;
      } else {
        out[i] =
            Double.isFinite(value)
                ? BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).doubleValue()
                : value;
      }
    }
    return new DoubleVector(out, out.length, values.nulls());
  }

  private static Vector decimals(
      Vector values, DecimalType to, int digits, RoundingMode mode, Supplier<String> text) {
    int size = values.size();
    int from = ((DecimalType) values.type()).scale();
    if (digits >= 0 && isCompact(values.type()) && isCompact(to)) {
      long factor = DecimalRules.power(Math.max(0, from - digits));
      return new DecimalVector(
          to, divided(Lanes.longs(values), size, factor, mode), size, values.nulls());
    }
    DecimalColumn out = new DecimalColumn(to, size);
    for (int i = 0; i < size; i++) {
      if (!values.isNull(i)) {
        BigDecimal value = values.decimalAt(i);
        BigDecimal rounded = digits < value.scale() ? value.setScale(digits, mode) : value;
        if (!out.set(i, rounded)) {
          throw Faults.of(
              text, "%s rounded is beyond %s".formatted(value.toPlainString(), to.text()));
        }
      }
    }
    return out.vector(size, values.nulls());
  }

  private static boolean isCompact(DataType type) {
    return ((DecimalType) type).precision() <= DecimalVector.MAX_COMPACT_PRECISION;
  }

  /** Quotients with a power of ten, rounded as told. */
  private static long[] divided(long[] values, int size, long factor, RoundingMode mode) {
    long[] out = new long[size];
    for (int i = 0; i < size; i++) {
      long below = Math.floorDiv(values[i], factor);
      long rest = values[i] - below * factor;
      long above = rest == 0 ? below : below + 1;
      if (mode == RoundingMode.HALF_UP) {
        boolean isUpper = values[i] < 0 ? rest > factor - rest : rest >= factor - rest;
        out[i] = isUpper ? above : below;
      } else {
        out[i] = mode == RoundingMode.FLOOR ? below : above;
      }
    }
    return out;
  }

  /** The type of {@code floor(x)} and {@code ceil(x)} of a type of numbers. */
  public static DataType whole(DataType type) {
    return type instanceof DecimalType decimal
        ? DecimalRules.bounded(decimal.precision() - decimal.scale() + 1, 0)
        : DataType.LONG;
  }

  /** The greatest whole number that is not above a value, or the least that is not below it. */
  public static Conversion whole(DataType type, RoundingMode mode, Supplier<String> text) {
    if (whole(type) instanceof DecimalType decimal) {
      return values -> decimals(values, decimal, 0, mode, text);
    }
    if (Arithmetic.isInteger(type)) {
      return Rounding::longs;
    }
    return values -> {
      double[] a = Lanes.doubles(values);
      long[] out = new long[values.size()];
      for (int i = 0; i < out.length; i++) {
        double value = mode == RoundingMode.FLOOR ? Math.floor(a[i]) : Math.ceil(a[i]);
        out[i] = (long) value;
        if (!(value >= -0x1p63 && value < 0x1p63) && !values.isNull(i)) {
          throw Faults.of(text, a[i] + " is beyond a long");
        }
      }
      return new LongVector(DataType.LONG, out, out.length, values.nulls());
    };
  }
}
