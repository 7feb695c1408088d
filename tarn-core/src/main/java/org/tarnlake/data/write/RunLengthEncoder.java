package org.tarnlake.data.write;

import org.tarnlake.data.bytes.ByteOutput;

/**
 * Parquet's hybrid of run-length encoding and bit packing, for levels and dictionary ids. Runs of
 * eight or more equal values become runs, the others are packed in groups of eight. Stateless.
 */
public final class RunLengthEncoder {
  private RunLengthEncoder() {}

  static void encode(int[] values, int count, int width, ByteOutput out) {
    int packedFrom = 0;
    int i = 0;
    while (i < count) {
      int value = values[i];
      int end = i + 1;
      while (end < count && values[end] == value) {
        end++;
      }
      int fill = (8 - ((i - packedFrom) & 7)) & 7;
      if (end - i - fill >= 8) {
        pack(values, packedFrom, i + fill, width, out);
        run(value, end - i - fill, width, out);
        packedFrom = end;
      }
      i = end;
    }
    pack(values, packedFrom, count, width, out);
  }

  /** The encoding of one value, repeated. */
  public static void run(int value, int count, int width, ByteOutput out) {
    out.putVarint(count << 1);
    for (int shift = 0; shift < width; shift += 8) {
      out.write(value >>> shift);
    }
  }

  private static void pack(int[] values, int from, int to, int width, ByteOutput out) {
    if (from == to) {
      return;
    }
    int groups = (to - from + 7) / 8;
    out.putVarint(groups << 1 | 1);
    int at = out.reserve(groups * width + 8);
    byte[] bytes = out.array();
    long pending = 0;
    int bits = 0;
    for (int i = from; i < from + groups * 8; i++) {
      long value = i < to ? values[i] & 0xFFFFFFFFL : 0;
      pending |= value << bits;
      bits += width;
      while (bits >= 8) {
        bytes[at++] = (byte) pending;
        pending >>>= 8;
        bits -= 8;
      }
    }
    out.advance(groups * width);
  }
}
