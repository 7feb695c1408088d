package org.tarnlake.data.write;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.tarnlake.data.bytes.ByteOutput;
import org.tarnlake.data.schema.SchemaElements;
import org.tarnlake.row.BooleanVector;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.DecimalVector;
import org.tarnlake.row.DoubleVector;
import org.tarnlake.row.FloatVector;
import org.tarnlake.row.IntVector;
import org.tarnlake.row.LongVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DecimalType;

/** Encodes the values of the page being written in Parquet's PLAIN. One thread at a time. */
final class PlainEncoder {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final ByteOutput bytes = new ByteOutput(64);
  private int booleans;

  /** Adds {@code count} values, none null, from {@code from} on. */
  void add(Vector values, int from, int count) {
    if (values instanceof LongVector longs) {
      bytes.putLongs(longs.values(), from, count);
    } else if (values instanceof IntVector ints) {
      bytes.putInts(ints.values(), from, count);
    } else if (values instanceof DoubleVector doubles) {
      bytes.putDoubles(doubles.values(), from, count);
    } else if (values instanceof FloatVector floats) {
      bytes.putFloats(floats.values(), from, count);
    } else if (values instanceof BytesVector strings) {
      addBytes(strings, from, count);
    } else if (values instanceof BooleanVector flags) {
      addBooleans(flags.values(), from, count);
    } else {
      addDecimals((DecimalVector) values, from, count);
    }
  }

  private void addBytes(BytesVector values, int from, int count) {
    long total = 4L * count;
    for (int i = from; i < from + count; i++) {
      total += values.endAt(i) - values.startAt(i);
    }
    int at = bytes.reserve(Math.toIntExact(total));
    byte[] target = bytes.array();
    byte[] source = values.data();
    for (int i = from; i < from + count; i++) {
      int start = values.startAt(i);
      int length = values.endAt(i) - start;
      INT.set(target, at, length);
      System.arraycopy(source, start, target, at + 4, length);
      at += 4 + length;
    }
    bytes.advance((int) total);
  }

  private void addBooleans(boolean[] values, int from, int count) {
    for (int i = from; i < from + count; i++) {
      int bit = booleans++ & 7;
      if (bit == 0) {
        bytes.write(0);
      }
      if (values[i]) {
        bytes.array()[bytes.size() - 1] |= (byte) (1 << bit);
      }
    }
  }

  private void addDecimals(DecimalVector values, int from, int count) {
    int precision = ((DecimalType) values.type()).precision();
    for (int i = from; i < from + count; i++) {
      if (precision <= 9) {
        bytes.putInt((int) values.unscaledAt(i));
      } else if (precision <= 18) {
        bytes.putLong(values.unscaledAt(i));
      } else {
        int length = SchemaElements.decimalLength(precision);
        bytes.write(DecimalBounds.encode(values.decimalAt(i), length), 0, length);
      }
    }
  }

  int sizeBytes() {
    return bytes.size();
  }

  /** Writes the values and forgets them. */
  void writeTo(ByteOutput out) {
    out.write(bytes.array(), 0, bytes.size());
    bytes.reset();
    booleans = 0;
  }
}
