package org.tarnlake.predicate.evaluate;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.BooleanVector;
import org.tarnlake.row.DecimalVector;
import org.tarnlake.row.DoubleVector;
import org.tarnlake.row.FloatVector;
import org.tarnlake.row.IntVector;
import org.tarnlake.row.LongVector;
import org.tarnlake.row.Vector;

/**
 * Values of vectors as arrays to loop over, at least as long as the vector; what stands where a
 * value is null is arbitrary. The arrays must not be changed. Stateless.
 */
final class Lanes {
  private Lanes() {}

  /** Integers, days, microseconds; booleans as 0 and 1; decimals without their point. */
  static long[] longs(Vector vector) {
    if (vector instanceof LongVector longs) {
      return longs.values();
    }
    int size = vector.size();
    long[] out = new long[size];
    if (vector instanceof IntVector ints) {
      int[] values = ints.values();
      for (int i = 0; i < size; i++) {
        out[i] = values[i];
      }
    } else if (vector instanceof BooleanVector booleans) {
      for (int i = 0; i < size; i++) {
        out[i] = booleans.booleanAt(i) ? 1 : 0;
      }
    } else {
      DecimalVector decimals = (DecimalVector) vector;
      for (int i = 0; i < size; i++) {
        out[i] = decimals.unscaledAt(i);
      }
    }
    return out;
  }

  /** Numbers of any kind as the nearest doubles. */
  static double[] doubles(Vector vector) {
    if (vector instanceof DoubleVector doubles) {
      return doubles.values();
    }
    int size = vector.size();
    double[] out = new double[size];
    if (vector instanceof FloatVector floats) {
      for (int i = 0; i < size; i++) {
        out[i] = floats.floatAt(i);
      }
    } else if (vector instanceof DecimalVector decimals) {
      for (int i = 0; i < size; i++) {
        out[i] = decimals.isNull(i) ? 0 : decimals.decimalAt(i).doubleValue();
      }
    } else {
      long[] values = longs(vector);
      for (int i = 0; i < size; i++) {
        out[i] = values[i];
      }
    }
    return out;
  }

  /** Floats, integers and decimals as the nearest floats. */
  static float[] floats(Vector vector) {
    int size = vector.size();
    float[] out = new float[size];
    if (vector instanceof FloatVector floats) {
      return floats.values();
    }
    if (vector instanceof DecimalVector decimals) {
      for (int i = 0; i < size; i++) {
        out[i] = decimals.isNull(i) ? 0 : decimals.decimalAt(i).floatValue();
      }
    } else {
      long[] values = longs(vector);
      for (int i = 0; i < size; i++) {
        out[i] = values[i];
      }
    }
    return out;
  }

  /** An integer or a decimal that is not null. */
  static BigDecimal decimal(Vector vector, int i) {
    return vector instanceof DecimalVector decimals
        ? decimals.decimalAt(i)
        : BigDecimal.valueOf(vector.longAt(i));
  }

  /** Where one of two vectors is null; null if neither is anywhere. */
  static boolean @Nullable [] nulls(Vector left, Vector right) {
    boolean[] a = left.nulls();
    boolean[] b = right.nulls();
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    boolean[] either = new boolean[left.size()];
    for (int i = 0; i < either.length; i++) {
      either[i] = a[i] || b[i];
    }
    return either;
  }

  static boolean isNull(boolean @Nullable [] nulls, int i) {
    return nulls != null && nulls[i];
  }
}
