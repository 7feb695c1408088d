package org.tarnlake.data.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;

/** Bounds of strings and binaries, in the order of their bytes. */
final class BytesBounds extends Bounds {
  /** How many bytes of a value go into Parquet's statistics. */
  private static final int MAX_ENCODED = 64;

  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final DataType type;
  private byte @Nullable [] min;
  private byte @Nullable [] max;
  private long minPrefix;
  private long maxPrefix;

  BytesBounds(DataType type) {
    this.type = type;
  }

  @Override
  void reset() {
    min = null;
    max = null;
  }

  @Override
  void add(Vector values, int from, int count) {
    BytesVector bytes = (BytesVector) values;
    for (int i = from; i < from + count; i++) {
      add(bytes.data(), bytes.startAt(i), bytes.endAt(i));
    }
  }

  @Override
  void add(Bounds other) {
    BytesBounds that = (BytesBounds) other;
    if (that.min != null && that.max != null) {
      add(that.min, 0, that.min.length);
      add(that.max, 0, that.max.length);
    }
  }

  /** Takes one value; nearly all are told apart from the bounds by their first eight bytes. */
  void add(byte[] data, int start, int end) {
    long prefix = prefix(data, start, end);
    byte[] low = min;
    byte[] high = max;
    if (low == null || high == null) {
      min = Arrays.copyOfRange(data, start, end);
      max = min;
      minPrefix = prefix;
      maxPrefix = prefix;
      return;
    }
    int least = Long.compareUnsigned(prefix, minPrefix);
    if (least < 0
        || (least == 0 && Arrays.compareUnsigned(data, start, end, low, 0, low.length) < 0)) {
      min = Arrays.copyOfRange(data, start, end);
      minPrefix = prefix;
    }
    int greatest = Long.compareUnsigned(prefix, maxPrefix);
    if (greatest > 0
        || (greatest == 0 && Arrays.compareUnsigned(data, start, end, high, 0, high.length) > 0)) {
      max = Arrays.copyOfRange(data, start, end);
      maxPrefix = prefix;
    }
  }

  private static long prefix(byte[] data, int start, int end) {
    int length = end - start;
    if (length >= 8) {
      return (long) BIG_ENDIAN.get(data, start);
    }
    long prefix = 0;
    for (int i = 0; i < length; i++) {
      prefix |= (data[start + i] & 0xFFL) << (56 - 8 * i);
    }
    return prefix;
  }

  @Override
  @Nullable Object min() {
    return canonical(min);
  }

  @Override
  @Nullable Object max() {
    return canonical(max);
  }

  private @Nullable Object canonical(byte @Nullable [] bytes) {
    return bytes == null || type != DataType.STRING ? bytes : new String(bytes, UTF_8);
  }

  @Override
  boolean isExact() {
    return (min == null || min.length <= MAX_ENCODED) && (max == null || max.length <= MAX_ENCODED);
  }

  @Override
  byte @Nullable [] encodedMin() {
    return min == null || min.length <= MAX_ENCODED ? min : Arrays.copyOf(min, cut(min));
  }

  @Override
  byte @Nullable [] encodedMax() {
    if (max == null || max.length <= MAX_ENCODED) {
      return max;
    }
    byte[] prefix = Arrays.copyOf(max, cut(max));
    return type == DataType.STRING ? nextText(prefix) : nextBytes(prefix);
  }

  /** Where to cut a long value: not inside a character. */
  private int cut(byte[] bytes) {
    int length = MAX_ENCODED;
    while (type == DataType.STRING && length > 0 && (bytes[length] & 0xC0) == 0x80) {
      length--;
    }
    return length;
  }

  /** The least array greater than all that start with a prefix; null if there is none. */
  private static byte @Nullable [] nextBytes(byte[] prefix) {
    for (int i = prefix.length - 1; i >= 0; i--) {
      if (prefix[i] != (byte) 0xFF) {
        byte[] next = Arrays.copyOf(prefix, i + 1);
        next[i]++;
        return next;
      }
    }
    return null;
  }

  /** A text greater than all that start with a prefix; null if there is none. */
  private static byte @Nullable [] nextText(byte[] prefix) {
    int[] points = new String(prefix, UTF_8).codePoints().toArray();
    for (int i = points.length - 1; i >= 0; i--) {
      if (points[i] < Character.MAX_CODE_POINT) {
        int next =
            points[i] + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : points[i] + 1;
        points[i] = next;
        return new String(points, 0, i + 1).getBytes(UTF_8);
      }
    }
    return null;
  }
}
