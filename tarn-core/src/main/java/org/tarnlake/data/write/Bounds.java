package org.tarnlake.data.write;

import org.jspecify.annotations.Nullable;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.PrimitiveType;

/**
 * The least and the greatest of the values seen, of one type. One thread at a time.
 *
 * <p>NaN is greater than any number. A zero is taken as -0.0 for the least and as 0.0 for the
 * greatest, so that a reader that tells them apart never skips what it looks for.
 */
abstract sealed class Bounds permits LongBounds, DoubleBounds, BytesBounds, DecimalBounds {

  static Bounds of(DataType type) {
    if (type instanceof DecimalType decimal) {
      return decimal.precision() <= 18 ? new LongBounds(type) : new DecimalBounds(decimal);
    }
    return switch ((PrimitiveType) type) {
      case BOOLEAN, BYTE, SHORT, INT, DATE, LONG, TIMESTAMP, TIMESTAMP_NTZ -> new LongBounds(type);
      case FLOAT, DOUBLE -> new DoubleBounds(type);
      case STRING, BINARY -> new BytesBounds(type);
    };
  }

  /** Takes {@code count} values, none null, from {@code from} on. */
  abstract void add(Vector values, int from, int count);

  /** Takes what bounds of the same type have seen. */
  abstract void add(Bounds other);

  abstract void reset();

  /** The least as a canonical value; null if nothing was seen. */
  abstract @Nullable Object min();

  /** The greatest as a canonical value; null if nothing was seen. */
  abstract @Nullable Object max();

  /** A lower bound as Parquet's statistics have it; null if there must be none. */
  abstract byte @Nullable [] encodedMin();

  /** An upper bound as Parquet's statistics have it; null if there must be none. */
  abstract byte @Nullable [] encodedMax();

  /** Whether the encoded bounds are values and not cut ones. */
  boolean isExact() {
    return true;
  }

  static byte[] littleEndian(long value, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (value >>> (8 * i));
    }
    return bytes;
  }
}
