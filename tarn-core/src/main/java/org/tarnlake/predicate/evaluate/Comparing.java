package org.tarnlake.predicate.evaluate;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.BooleanVector;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.DecimalVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;

/**
 * Compares values of two vectors: integers and decimals exactly, a number beside a double as the
 * nearest double, beside a float as the nearest float; strings by the bytes of their UTF-8, binary
 * by unsigned bytes; a date as its midnight, times without a zone in UTC. Stateless.
 */
public final class Comparing {
  private static final long DAY_MICROS = 86_400_000_000L;
  private static final long DAYS_MAX = Long.MAX_VALUE / DAY_MICROS;

  private Comparing() {}

  /** Whether values of two types have an order. */
  public static boolean isComparable(DataType left, DataType right) {
    if (Arithmetic.isNumber(left)) {
      return Arithmetic.isNumber(right);
    }
    if (isTime(left)) {
      return isTime(right);
    }
    return left == right
        && (left == DataType.STRING || left == DataType.BINARY || left == DataType.BOOLEAN);
  }

  private static boolean isTime(DataType type) {
    return type == DataType.DATE || type == DataType.TIMESTAMP || type == DataType.TIMESTAMP_NTZ;
  }

  /**
   * Gives a boolean for each row, null where one of the values is.
   *
   * @param left comparable with {@code right}
   * @param accepts whether a result, as of {@code compareTo}, is wanted
   */
  public static Operation of(DataType left, DataType right, IntPredicate accepts) {
    Test test = test(accepts);
    if (left == DataType.STRING || left == DataType.BINARY) {
      return (a, b) -> bytes((BytesVector) a, (BytesVector) b, accepts);
    }
    if (isTime(left) && left != right && (left == DataType.DATE || right == DataType.DATE)) {
      return (a, b) -> longs(a, b, micros(a), micros(b), test);
    }
    if (left == DataType.DOUBLE || right == DataType.DOUBLE) {
      return (a, b) -> doubles(a, b, Lanes.doubles(a), Lanes.doubles(b), test);
    }
    if (left == DataType.FLOAT || right == DataType.FLOAT) {
      return (a, b) -> doubles(a, b, widened(a), widened(b), test);
    }
    DecimalType exact = DecimalRules.of(left);
    DecimalType other = DecimalRules.of(right);
    if (exact == null || other == null || !(left instanceof DecimalType || right == other)) {
      return (a, b) -> longs(a, b, Lanes.longs(a), Lanes.longs(b), test);
    }
    DecimalType both = DecimalRules.both(exact, other);
    if (both == null || both.precision() > DecimalVector.MAX_COMPACT_PRECISION) {
      return (a, b) -> decimals(a, b, accepts);
    }
    long leftFactor = DecimalRules.power(both.scale() - exact.scale());
    long rightFactor = DecimalRules.power(both.scale() - other.scale());
    return (a, b) -> longs(a, b, scaled(a, leftFactor), scaled(b, rightFactor), test);
  }

  private static long[] scaled(Vector vector, long factor) {
    long[] values = Lanes.longs(vector);
    if (factor == 1) {
      return values;
    }
    long[] out = new long[vector.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[i] * factor;
    }
    return out;
  }

  /** One of three tests, perhaps with its sides exchanged, perhaps negated. */
  private record Test(boolean isEquality, boolean isExchanged, boolean isNegated) {}

  private static Test test(IntPredicate accepts) {
    boolean less = accepts.test(-1);
    boolean greater = accepts.test(1);
    if (less == greater) {
      return new Test(true, false, less);
    }
    // a > b is b < a, a >= b is not a < b, a <= b is not b < a
    boolean orEqual = accepts.test(0);
    return new Test(false, greater != orEqual, orEqual);
  }

  private static Vector longs(Vector left, Vector right, long[] a, long[] b, Test test) {
    boolean[] out = new boolean[left.size()];
    boolean negated = test.isNegated;
    if (test.isEquality) {
      for (int i = 0; i < out.length; i++) {
        out[i] = (a[i] == b[i]) ^ negated;
      }
    } else {
      long[] low = test.isExchanged ? b : a;
      long[] high = test.isExchanged ? a : b;
      for (int i = 0; i < out.length; i++) {
        out[i] = (low[i] < high[i]) ^ negated;
      }
    }
    return new BooleanVector(out, out.length, Lanes.nulls(left, right));
  }

  private static Vector bytes(BytesVector left, BytesVector right, IntPredicate accepts) {
    boolean[] out = new boolean[left.size()];
    boolean[] nulls = Lanes.nulls(left, right);
    boolean less = accepts.test(-1);
    boolean equal = accepts.test(0);
    boolean greater = accepts.test(1);
    byte[] a = left.data();
    byte[] b = right.data();
    for (int i = 0; i < out.length; i++) {
      if (!Lanes.isNull(nulls, i)) {
        int comparison =
            Arrays.compareUnsigned(
                a, left.startAt(i), left.endAt(i), b, right.startAt(i), right.endAt(i));
        out[i] = comparison < 0 ? less : comparison == 0 ? equal : greater;
      }
    }
    return new BooleanVector(out, out.length, nulls);
  }

  private static Vector decimals(Vector left, Vector right, IntPredicate accepts) {
    boolean[] out = new boolean[left.size()];
    boolean[] nulls = Lanes.nulls(left, right);
    for (int i = 0; i < out.length; i++) {
      if (!Lanes.isNull(nulls, i)) {
        out[i] = accepts.test(Lanes.decimal(left, i).compareTo(Lanes.decimal(right, i)));
      }
    }
    return new BooleanVector(out, out.length, nulls);
  }

  /** The nearest floats, as doubles. */
  private static double[] widened(Vector vector) {
    float[] values = Lanes.floats(vector);
    double[] out = new double[vector.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[i];
    }
    return out;
  }

  /** NaN is what does not equal itself: greatest here, and equal to another. */
  private static Vector doubles(Vector left, Vector right, double[] a, double[] b, Test test) {
    boolean[] out = new boolean[left.size()];
    boolean negated = test.isNegated;
    if (test.isEquality) {
      for (int i = 0; i < out.length; i++) {
        out[i] = (a[i] == b[i] || (Double.isNaN(a[i]) && Double.isNaN(b[i]))) ^ negated;
      }
    } else {
      double[] low = test.isExchanged ? b : a;
      double[] high = test.isExchanged ? a : b;
      for (int i = 0; i < out.length; i++) {
        out[i] = (!Double.isNaN(low[i]) && !(low[i] >= high[i])) ^ negated;
      }
    }
    return new BooleanVector(out, out.length, Lanes.nulls(left, right));
  }

  /** The microseconds of times; a date that no timestamp can have is before or after all. */
  private static long[] micros(Vector times) {
    long[] values = Lanes.longs(times);
    if (times.type() != DataType.DATE) {
      return values;
    }
    long[] out = new long[times.size()];
    for (int i = 0; i < out.length; i++) {
      long day = values[i];
      out[i] =
          Math.abs(day) <= DAYS_MAX ? day * DAY_MICROS : day < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return out;
  }

  /** A boolean for each row: whether there is no value, or whether there is one. */
  public static Vector isNull(Vector values, boolean wanted) {
    boolean @Nullable [] nulls = values.nulls();
    boolean[] out = new boolean[values.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = Lanes.isNull(nulls, i) == wanted;
    }
    return new BooleanVector(out, out.length, null);
  }
}
