package org.tarnlake.data.bytes;

import java.io.ByteArrayInputStream;

/** A range of an array that others may share and nobody changes. Immutable. */
public final class Slice {
  public final byte[] bytes;
  public final int start;
  public final int end;

  public Slice(byte[] bytes, int start, int end) {
    if (start < 0 || end < start || end > bytes.length) {
      throw new IllegalArgumentException(
          "bytes %s to %s of %s".formatted(start, end, bytes.length));
    }
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  public ByteArrayInputStream stream() {
    return new ByteArrayInputStream(bytes, start, length());
  }

  public int length() {
    return end - start;
  }

  /** The four bytes at {@code offset} in this slice, as a little-endian number. */
  public int intAt(int offset) {
    int at = part(offset, 4).start;
    return (bytes[at] & 0xFF)
        | (bytes[at + 1] & 0xFF) << 8
        | (bytes[at + 2] & 0xFF) << 16
        | bytes[at + 3] << 24;
  }

  /** A part, from {@code offset} in this slice on. */
  public Slice part(int offset, int length) {
    if (offset < 0 || length < 0 || offset > length() - length) {
      throw new IllegalArgumentException(
          "bytes %s to %s of a page of %s".formatted(offset, (long) offset + length, length()));
    }
    return new Slice(bytes, start + offset, start + offset + length);
  }
}
