package org.tarnlake.data;

import java.io.ByteArrayInputStream;

/** A range of an array that others may share and nobody changes. */
final class Slice {
  final byte[] bytes;
  final int start;
  final int end;

  Slice(byte[] bytes, int start, int end) {
    if (start < 0 || end < start || end > bytes.length) {
      throw new IllegalArgumentException(
          "bytes %s to %s of %s".formatted(start, end, bytes.length));
    }
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  ByteArrayInputStream stream() {
    return new ByteArrayInputStream(bytes, start, length());
  }

  int length() {
    return end - start;
  }

  /** A part, from {@code offset} in this slice on. */
  Slice part(int offset, int length) {
    if (offset < 0 || length < 0 || offset > length() - length) {
      throw new IllegalArgumentException(
          "bytes %s to %s of a page of %s".formatted(offset, (long) offset + length, length()));
    }
    return new Slice(bytes, start + offset, start + offset + length);
  }
}
