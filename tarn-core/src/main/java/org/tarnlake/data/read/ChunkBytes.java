package org.tarnlake.data.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tarnlake.data.bytes.Slice;
import org.tarnlake.data.bytes.StoredFile;

/**
 * The bytes of one column chunk. Those that were loaded beforehand are shared, others are read when
 * asked for, a few megabytes at a time. One thread at a time.
 */
final class ChunkBytes {
  private static final int WINDOW_BYTES = 4 << 20;

  private final StoredFile file;
  private final long start;
  private final long end;
  private final List<Segment> segments = new ArrayList<>();
  private Segment window = new Segment(0, new byte[0]);

  /**
   * @param start where in the file the chunk starts
   * @param end where it ends, exclusive
   */
  ChunkBytes(StoredFile file, long start, long end) {
    this.file = file;
    this.start = start;
    this.end = end;
  }

  /** Bytes of the file, which may be shared with other chunks. */
  static final class Segment {
    final long offset;
    final byte[] bytes;

    Segment(long offset, byte[] bytes) {
      this.offset = offset;
      this.bytes = bytes;
    }

    boolean has(long from, int length) {
      return from >= offset && from + length <= offset + bytes.length;
    }

    Slice slice(long from, int length) {
      int at = (int) (from - offset);
      return new Slice(bytes, at, at + length);
    }
  }

  long start() {
    return start;
  }

  long end() {
    return end;
  }

  /** Adds bytes that were loaded for the chunk. */
  void add(Segment segment) {
    segments.add(segment);
  }

  /**
   * At least one and at most {@code max} bytes of the chunk, those that are at hand without a read.
   */
  Slice readSome(long offset, int max) {
    for (Segment segment : segments) {
      if (segment.has(offset, 1)) {
        long until = Math.min(end, segment.offset + segment.bytes.length);
        return segment.slice(offset, (int) Math.min(max, until - offset));
      }
    }
    if (window.has(offset, 1)) {
      long until = window.offset + window.bytes.length;
      return window.slice(offset, (int) Math.min(max, until - offset));
    }
    return read(offset, (int) Math.min(max, end - offset));
  }

  /** Some bytes of the chunk, from an offset in the file. */
  Slice read(long offset, int length) {
    if (length < 0 || offset < start || offset > end - length) {
      throw new IllegalArgumentException(
          "%s bytes at %s leave the column chunk".formatted(length, offset));
    }
    for (Segment segment : segments) {
      if (segment.has(offset, length)) {
        return segment.slice(offset, length);
      }
    }
    if (!window.has(offset, length)) {
      window = new Segment(offset, load(offset, length));
    }
    return window.slice(offset, length);
  }

  /** Reads on from where the window ends, if it has the beginning of what is wanted. */
  private byte[] load(long offset, int length) {
    if (!window.has(offset, 1)) {
      return file.read(offset, (int) Math.min(end - offset, Math.max(length, WINDOW_BYTES)));
    }
    Slice known = window.slice(offset, (int) (window.offset + window.bytes.length - offset));
    byte[] more = file.read(offset + known.length(), length - known.length());
    byte[] all = Arrays.copyOfRange(known.bytes, known.start, known.start + length);
    System.arraycopy(more, 0, all, known.length(), more.length);
    return all;
  }
}
