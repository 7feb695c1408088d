package org.tarnlake.gcs;

/**
 * A piece of a large object.
 *
 * @param bytes its first {@code length} bytes count
 * @param offset in the object
 * @param checksum of the whole object, if this is its end; empty if more follows
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record GcsChunk(byte[] bytes, int length, long offset, String checksum) {
  long end() {
    return offset + length;
  }

  boolean isLast() {
    return !checksum.isEmpty();
  }

  /** What is said of the bytes from there on: {@code bytes 0-9/*}, or with the object's size. */
  String range(long start) {
    return "bytes %s-%s/%s".formatted(start, end() - 1, isLast() ? end() : "*");
  }
}
