package org.tarnlake.transaction.change;

import java.util.Arrays;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.DecimalVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.PrimitiveType;

/** A key as bytes: equal keys have equal bytes. One thread at a time. */
final class KeyBytes {
  private byte[] bytes = new byte[64];
  private int length;

  /** Takes the key of a row, of which no column is null. */
  void set(Vector[] keys, int row) {
    length = 0;
    for (Vector key : keys) {
      add(key, row);
    }
  }

  private void add(Vector key, int row) {
    if (key instanceof BytesVector texts) {
      int start = texts.startAt(row);
      int count = texts.endAt(row) - start;
      addLong(count);
      reserve(count);
      System.arraycopy(texts.data(), start, bytes, length, count);
      length += count;
    } else if (key instanceof DecimalVector decimals) {
      byte[] unscaled = decimals.decimalAt(row).unscaledValue().toByteArray();
      addLong(unscaled.length);
      reserve(unscaled.length);
      System.arraycopy(unscaled, 0, bytes, length, unscaled.length);
      length += unscaled.length;
    } else {
      addLong(bits(key, row));
    }
  }

  private static long bits(Vector key, int row) {
    DataType type = key.type();
    if (type == DataType.BOOLEAN) {
      return key.booleanAt(row) ? 1 : 0;
    }
    if (type == DataType.FLOAT || type == DataType.DOUBLE) {
      // Both zeros are one; so are all NaNs.
      return Double.doubleToLongBits(key.doubleAt(row) + 0.0);
    }
    return key.longAt(row);
  }

  private void addLong(long value) {
    reserve(Long.BYTES);
    for (int i = 0; i < Long.BYTES; i++) {
      bytes[length++] = (byte) (value >>> (8 * i));
    }
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, more)));
    }
  }

  /** Whether a key has a null, so that it matches nothing. */
  static boolean isNull(Vector[] keys, int row) {
    for (Vector key : keys) {
      if (key.isNull(row)) {
        return true;
      }
    }
    return false;
  }

  /** Whether values of a type can be keys. */
  static boolean isPossible(DataType type) {
    return type instanceof PrimitiveType || type instanceof DecimalType;
  }

  long hash() {
    return KeyHash.of(bytes, length);
  }

  int length() {
    return length;
  }

  void copyTo(byte[] target, int at) {
    System.arraycopy(bytes, 0, target, at, length);
  }

  boolean equalsRange(byte[] other, int from, int to) {
    return Arrays.equals(bytes, 0, length, other, from, to);
  }
}
