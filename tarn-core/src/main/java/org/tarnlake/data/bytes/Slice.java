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

  /** A part, from {@code offset} in this slice on. */
  public Slice part(int offset, int length) {
    if (offset < 0 || length < 0 || offset > length() - length) {
      throw new IllegalArgumentException(
          "bytes %s to %s of a page of %s".formatted(offset, (long) offset + length, length()));
    }
    return new Slice(bytes, start + offset, start + offset + length);
  }
}
