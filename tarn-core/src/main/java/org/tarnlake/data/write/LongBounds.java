package org.tarnlake.data.write;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.BooleanVector;
import org.tarnlake.row.DecimalVector;
import org.tarnlake.row.IntVector;
import org.tarnlake.row.LongVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.PrimitiveType;

/** Bounds of booleans, integers, dates, timestamps and decimals of at most 18 digits. */
final class LongBounds extends Bounds {
  private final DataType type;
  private long min;
  private long max;

  LongBounds(DataType type) {
    this.type = type;
    reset();
  }

  @Override
  void reset() {
    min = Long.MAX_VALUE;
    max = Long.MIN_VALUE;
  }

  void add(long value) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }

  @Override
  void add(Vector values, int from, int count) {
    long low = min;
    long high = max;
    int to = from + count;
    if (values instanceof LongVector longs) {
      long[] array = longs.values();
      for (int i = from; i < to; i++) {
        low = Math.min(low, array[i]);
        high = Math.max(high, array[i]);
      }
    } else if (values instanceof IntVector ints) {
      int[] array = ints.values();
      for (int i = from; i < to; i++) {
        low = Math.min(low, array[i]);
        high = Math.max(high, array[i]);
      }
    } else if (values instanceof DecimalVector decimals) {
      for (int i = from; i < to; i++) {
        low = Math.min(low, decimals.unscaledAt(i));
        high = Math.max(high, decimals.unscaledAt(i));
      }
    } else {
      boolean[] array = ((BooleanVector) values).values();
      for (int i = from; i < to; i++) {
        low = Math.min(low, array[i] ? 1 : 0);
        high = Math.max(high, array[i] ? 1 : 0);
      }
    }
    min = low;
    max = high;
  }

  @Override
  void add(Bounds other) {
    LongBounds that = (LongBounds) other;
    min = Math.min(min, that.min);
    max = Math.max(max, that.max);
  }

  @Override
  @Nullable Object min() {
    return min > max ? null : canonical(min);
  }

  @Override
  @Nullable Object max() {
    return min > max ? null : canonical(max);
  }

  @Override
  byte @Nullable [] encodedMin() {
    return min > max ? null : littleEndian(min, length());
  }

  @Override
  byte @Nullable [] encodedMax() {
    return min > max ? null : littleEndian(max, length());
  }

  private Object canonical(long value) {
    if (type instanceof DecimalType decimal) {
      return BigDecimal.valueOf(value, decimal.scale());
    }
    return switch ((PrimitiveType) type) {
      case BOOLEAN -> value != 0;
      case BYTE, SHORT, INT, DATE -> (int) value;
      default -> value;
    };
  }

  private int length() {
    if (type instanceof DecimalType decimal) {
      return decimal.precision() <= 9 ? 4 : 8;
    }
    return switch ((PrimitiveType) type) {
      case BOOLEAN -> 1;
      case BYTE, SHORT, INT, DATE -> 4;
      default -> 8;
    };
  }
}
