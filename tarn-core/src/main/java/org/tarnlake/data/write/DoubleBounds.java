package org.tarnlake.data.write;

import org.jspecify.annotations.Nullable;
import org.tarnlake.row.DoubleVector;
import org.tarnlake.row.FloatVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;

/** Bounds of floats and doubles. Where a NaN was seen, Parquet gets none. */
final class DoubleBounds extends Bounds {
  private final DataType type;
  private double min;
  private double max;
  private boolean nan;

  DoubleBounds(DataType type) {
    this.type = type;
    reset();
  }

  @Override
  void reset() {
    min = Double.POSITIVE_INFINITY;
    max = Double.NEGATIVE_INFINITY;
    nan = false;
  }

  void add(double value) {
    if (Double.isNaN(value)) {
      nan = true;
    } else {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
  }

  @Override
  void add(Vector values, int from, int count) {
    double low = min;
    double high = max;
    boolean nans = nan;
    int to = from + count;
    if (values instanceof DoubleVector doubles) {
      double[] array = doubles.values();
      for (int i = from; i < to; i++) {
        double value = array[i];
        low = value < low ? value : low;
        high = value > high ? value : high;
        nans |= Double.isNaN(value);
      }
    } else {
      float[] array = ((FloatVector) values).values();
      for (int i = from; i < to; i++) {
        float value = array[i];
        low = value < low ? value : low;
        high = value > high ? value : high;
        nans |= Float.isNaN(value);
      }
    }
    min = low;
    max = high;
    nan = nans;
  }

  @Override
  void add(Bounds other) {
    DoubleBounds that = (DoubleBounds) other;
    min = Math.min(min, that.min);
    max = Math.max(max, that.max);
    nan |= that.nan;
  }

  @Override
  @Nullable Object min() {
    if (min > max) {
      return nan ? canonical(Double.NaN) : null;
    }
    return canonical(min == 0 ? -0.0 : min);
  }

  @Override
  @Nullable Object max() {
    if (nan) {
      return canonical(Double.NaN);
    }
    return min > max ? null : canonical(max == 0 ? 0.0 : max);
  }

  @Override
  byte @Nullable [] encodedMin() {
    return nan || min > max ? null : encoded(min == 0 ? -0.0 : min);
  }

  @Override
  byte @Nullable [] encodedMax() {
    return nan || min > max ? null : encoded(max == 0 ? 0.0 : max);
  }

  private Object canonical(double value) {
    return type == DataType.FLOAT ? (Object) (float) value : (Object) value;
  }

  private byte[] encoded(double value) {
    return type == DataType.FLOAT
        ? littleEndian(Float.floatToIntBits((float) value), 4)
        : littleEndian(Double.doubleToLongBits(value), 8);
  }
}
