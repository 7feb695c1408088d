package org.tarnlake.data.read;

import org.apache.parquet.format.Type;
import org.tarnlake.data.bytes.ByteOutput;
import org.tarnlake.data.bytes.Slice;
import org.tarnlake.data.schema.FileColumn;

/**
 * Turns Parquet's less common encodings into the PLAIN one, a page at a time. Stateless.
 *
 * <p>A page of {@code entries} values, nulls included, has at most as many encoded. Every method
 * throws {@link IllegalArgumentException} where the bytes break the format.
 */
final class DeltaEncodings {
  private DeltaEncodings() {}

  /** DELTA_BINARY_PACKED. */
  static Slice numbers(Slice source, int entries, Type physical) {
    long[] values = new DeltaNumbers(source, entries).values();
    ByteOutput out = new ByteOutput(Math.multiplyExact(values.length, 8));
    if (physical == Type.INT64) {
      out.putLongs(values, 0, values.length);
    } else if (physical == Type.INT32) {
      for (long value : values) {
        out.putInt((int) value);
      }
    } else {
      throw new IllegalArgumentException("delta-encoded values of type " + physical);
    }
    return new Slice(out.array(), 0, out.size());
  }

  /** DELTA_LENGTH_BYTE_ARRAY: all lengths, then all bytes. */
  static Slice lengths(Slice source, int entries) {
    DeltaNumbers lengths = new DeltaNumbers(source, entries);
    Slice bytes = source.part(lengths.end() - source.start, source.end - lengths.end());
    ByteOutput out =
        new ByteOutput(
            Math.addExact(bytes.length(), Math.multiplyExact(4, lengths.values().length)));
    int at = 0;
    for (long length : lengths.values()) {
      Slice value = bytes.part(at, Math.toIntExact(length));
      out.putInt(value.length());
      out.write(value.bytes, value.start, value.length());
      at += value.length();
    }
    return new Slice(out.array(), 0, out.size());
  }

  /** DELTA_BYTE_ARRAY: how much each value shares with the one before, then the rest of each. */
  static Slice prefixes(Slice source, int entries, FileColumn.Leaf leaf) {
    DeltaNumbers prefixes = new DeltaNumbers(source, entries);
    Slice rest = source.part(prefixes.end() - source.start, source.end - prefixes.end());
    Slice suffixes = lengths(rest, entries);
    boolean fixed = leaf.physical() == Type.FIXED_LEN_BYTE_ARRAY;
    ByteOutput out = new ByteOutput(source.length());
    int before = 0;
    int beforeLength = 0;
    int at = suffixes.start;
    for (long shared : prefixes.values()) {
      int suffix = suffixes.intAt(at);
      if (shared < 0 || shared > beforeLength) {
        throw new IllegalArgumentException("a value shares more than there is");
      }
      Slice tail = suffixes.part(at + 4, suffix);
      int total = (int) shared + suffix;
      if (!fixed) {
        out.putInt(total);
      } else if (total != leaf.length()) {
        throw new IllegalArgumentException(
            "a value of %s bytes, not %s".formatted(total, leaf.length()));
      }
      Claims.checkExpanded(source.length(), (long) out.size() + total);
      int start = out.reserve(total);
      System.arraycopy(out.array(), before, out.array(), start, (int) shared);
      System.arraycopy(tail.bytes, tail.start, out.array(), start + (int) shared, suffix);
      out.advance(total);
      before = start;
      beforeLength = total;
      at += 4 + suffix;
    }
    return new Slice(out.array(), 0, out.size());
  }

  /** BYTE_STREAM_SPLIT: the first bytes of all values, then the second ones, and so on. */
  static Slice streams(Slice source, FileColumn.Leaf leaf) {
    int width =
        switch (leaf.physical()) {
          case INT32, FLOAT -> 4;
          case INT64, DOUBLE -> 8;
          case FIXED_LEN_BYTE_ARRAY -> leaf.length();
          default -> throw new IllegalArgumentException("split values of type " + leaf.physical());
        };
    if (source.length() % width != 0) {
      throw new IllegalArgumentException(
          "%s bytes are no values of %s".formatted(source.length(), width));
    }
    byte[] out = new byte[source.length()];
    int count = source.length() / width;
    for (int b = 0; b < width; b++) {
      for (int i = 0; i < count; i++) {
        out[i * width + b] = source.bytes[source.start + b * count + i];
      }
    }
    return new Slice(out, 0, out.length);
  }
}
