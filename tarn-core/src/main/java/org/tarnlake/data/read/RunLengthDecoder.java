package org.tarnlake.data.read;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.tarnlake.data.bytes.Slice;

/**
 * Reads Parquet's hybrid of run-length encoding and bit packing. One thread at a time.
 *
 * <p>Every method throws {@link IllegalArgumentException} where the bytes end too early or break
 * the format.
 */
final class RunLengthDecoder {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int end;
  private final int width;
  private int position;
  private int runLeft;
  private int runValue;
  private int packedLeft;
  private long packedBit;

  RunLengthDecoder(Slice source, int width) {
    if (width < 0 || width > 32) {
      throw new IllegalArgumentException("values of %s bits".formatted(width));
    }
    // Room behind the end, so that eight bytes may be read at any of them.
    boolean padded = source.end + 8 <= source.bytes.length;
    this.bytes =
        padded ? source.bytes : Arrays.copyOfRange(source.bytes, source.start, source.end + 8);
    this.position = padded ? source.start : 0;
    this.end = position + source.length();
    this.width = width;
    if (width == 0) {
      runLeft = Integer.MAX_VALUE;
    }
  }

  /** Reads {@code count} values into {@code out} from {@code at} on. */
  void read(int[] out, int at, int count) {
    int to = at + count;
    for (int i = at; i < to; ) {
      if (runLeft > 0) {
        int some = Math.min(runLeft, to - i);
        Arrays.fill(out, i, i + some, runValue);
        i += some;
        runLeft -= width == 0 ? 0 : some;
      } else if (packedLeft > 0) {
        int some = Math.min(packedLeft, to - i);
        unpack(out, i, some);
        i += some;
      } else {
        nextRun();
      }
    }
  }

  /**
   * Reads definition levels as whether they are below the greatest.
   *
   * @return how many are not
   */
  int readNulls(boolean[] nulls, int at, int count, int maxLevel) {
    int present = 0;
    int to = at + count;
    for (int i = at; i < to; ) {
      if (runLeft > 0) {
        int some = Math.min(runLeft, to - i);
        boolean isNull = runValue < maxLevel;
        Arrays.fill(nulls, i, i + some, isNull);
        present += isNull ? 0 : some;
        i += some;
        runLeft -= width == 0 ? 0 : some;
      } else if (packedLeft > 0) {
        int some = Math.min(packedLeft, to - i);
        long mask = (1L << width) - 1;
        for (int k = 0; k < some; k++) {
          long word = (long) LONG.get(bytes, (int) (packedBit >>> 3));
          boolean isNull = (word >>> (packedBit & 7) & mask) < maxLevel;
          nulls[i + k] = isNull;
          present += isNull ? 0 : 1;
          packedBit += width;
        }
        packedLeft -= some;
        i += some;
      } else {
        nextRun();
      }
    }
    return present;
  }

  /** Whether the next {@code count} values are all {@code value}; if so, it skips them. */
  boolean skipRunOf(int value, int count) {
    if (runLeft == 0 && packedLeft == 0) {
      nextRun();
    }
    if (runLeft < count || runValue != value) {
      return false;
    }
    runLeft -= width == 0 ? 0 : count;
    return true;
  }

  void skip(int count) {
    int left = count;
    while (left > 0) {
      if (runLeft > 0) {
        int some = Math.min(runLeft, left);
        left -= some;
        runLeft -= width == 0 ? 0 : some;
      } else if (packedLeft > 0) {
        int some = Math.min(packedLeft, left);
        left -= some;
        packedLeft -= some;
        packedBit += (long) some * width;
      } else {
        nextRun();
      }
    }
  }

  private void nextRun() {
    int header = varint();
    int count = header >>> 1;
    if (count == 0) {
      throw new IllegalArgumentException("a run of no values");
    }
    if ((header & 1) == 0) {
      int length = (width + 7) / 8;
      if (length > end - position) {
        throw new IllegalArgumentException("a run ends too early");
      }
      runValue = 0;
      for (int i = 0; i < length; i++) {
        runValue |= (bytes[position++] & 0xFF) << (8 * i);
      }
      runLeft = count;
    } else {
      // Some writers leave out the padding of the last group.
      long length = Math.min((long) count * width, end - position);
      long values = width == 0 ? 0 : length * 8 / width;
      if (values == 0) {
        throw new IllegalArgumentException("packed values end too early");
      }
      packedLeft = (int) Math.min(values, Math.min(8L * count, Integer.MAX_VALUE));
      packedBit = 8L * position;
      position += (int) length;
    }
  }

  private int varint() {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      if (position >= end) {
        throw new IllegalArgumentException("values end too early");
      }
      byte next = bytes[position++];
      value |= (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a run's header is too long");
  }

  private void unpack(int[] out, int at, int count) {
    long bit = packedBit;
    long mask = (1L << width) - 1;
    for (int i = at; i < at + count; i++) {
      long word = (long) LONG.get(bytes, (int) (bit >>> 3));
      out[i] = (int) (word >>> (bit & 7) & mask);
      bit += width;
    }
    packedBit = bit;
    packedLeft -= count;
  }
}
