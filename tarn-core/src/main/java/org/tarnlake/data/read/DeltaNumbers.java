package org.tarnlake.data.read;

import org.tarnlake.data.bytes.Slice;

/**
 * Integers in Parquet's DELTA_BINARY_PACKED encoding, decoded. Throws {@link
 * IllegalArgumentException} where the bytes break the format.
 */
final class DeltaNumbers {
  private final byte[] bytes;
  private final int limit;
  private int position;
  private final long[] values;

  /**
   * @param max how many numbers there are at most
   */
  DeltaNumbers(Slice source, int max) {
    this.bytes = source.bytes;
    this.limit = source.end;
    this.position = source.start;
    this.values = decode(max);
  }

  long[] values() {
    return values;
  }

  /** Where in the array the encoded numbers end. */
  int end() {
    return position;
  }

  private long[] decode(int max) {
    long blockSize = varint();
    long miniblocks = varint();
    long total = varint();
    long first = zigzag();
    boolean sane =
        blockSize > 0
            && blockSize <= 1 << 20
            && blockSize % 128 == 0
            && miniblocks > 0
            && blockSize % miniblocks == 0
            && blockSize / miniblocks % 8 == 0;
    if (!sane || total < 0 || total > max) {
      throw new IllegalArgumentException(
          "%s delta-encoded numbers in blocks of %s".formatted(total, blockSize));
    }
    Claims.checkValues(total, limit - position);
    long[] out = new long[(int) total];
    if (total == 0) {
      return out;
    }
    out[0] = first;
    int perMiniblock = (int) (blockSize / miniblocks);
    int at = 1;
    while (at < total) {
      at = block(out, at, (int) miniblocks, perMiniblock);
    }
    return out;
  }

  private int block(long[] out, int from, int miniblocks, int perMiniblock) {
    long minDelta = zigzag();
    int widths = position;
    require(miniblocks);
    position += miniblocks;
    int at = from;
    for (int m = 0; m < miniblocks && at < out.length; m++) {
      int width = bytes[widths + m] & 0xFF;
      if (width > 64) {
        throw new IllegalArgumentException("deltas of %s bits".formatted(width));
      }
      int length = perMiniblock / 8 * width;
      require(length);
      long bit = 8L * position;
      for (int i = 0; i < perMiniblock && at < out.length; i++) {
        out[at] = out[at - 1] + minDelta + unpack(bit, width);
        bit += width;
        at++;
      }
      position += length;
    }
    return at;
  }

  private long unpack(long bit, int width) {
    long value = 0;
    for (int got = 0; got < width; ) {
      int shift = (int) ((bit + got) & 7);
      int some = Math.min(8 - shift, width - got);
      long piece = (bytes[(int) ((bit + got) >>> 3)] & 0xFF) >>> shift & ((1L << some) - 1);
      value |= piece << got;
      got += some;
    }
    return value;
  }

  private long zigzag() {
    long value = varint();
    return value >>> 1 ^ -(value & 1);
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      require(1);
      byte next = bytes[position++];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number is too long");
  }

  private void require(int length) {
    if (length < 0 || length > limit - position) {
      throw new IllegalArgumentException("delta-encoded numbers end too early");
    }
  }
}
