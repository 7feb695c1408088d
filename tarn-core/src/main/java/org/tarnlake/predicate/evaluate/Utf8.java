package org.tarnlake.predicate.evaluate;

/** Characters among the bytes of UTF-8. Stateless. */
final class Utf8 {
  private Utf8() {}

  /** Whether a byte is the first of a character. */
  static boolean isStart(byte b) {
    return (b & 0xC0) != 0x80;
  }

  /** Where the character behind the one at a position starts. */
  static int next(byte[] data, int at, int end) {
    int next = at + 1;
    while (next < end && !isStart(data[next])) {
      next++;
    }
    return next;
  }

  /** Where the characters behind so many start, or the end if there are not so many. */
  static int skip(byte[] data, int start, int end, long characters) {
    int at = start;
    for (long c = 0; c < characters && at < end; c++) {
      at = next(data, at, end);
    }
    return at;
  }
}
