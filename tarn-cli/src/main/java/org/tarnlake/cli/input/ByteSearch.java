package org.tarnlake.cli.input;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Searches bytes eight at a time. Stateless. */
final class ByteSearch {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;

  private ByteSearch() {}

  /** Where a byte is next; -1 if it is not before the end. */
  static int indexOf(byte[] bytes, byte wanted, int from, int end) {
    long pattern = (wanted & 0xFFL) * LOW;
    int i = from;
    for (; i <= end - 8; i += 8) {
      long differing = (long) EIGHT.get(bytes, i) ^ pattern;
      long found = (differing - LOW) & ~differing & HIGH;
      if (found != 0) {
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    for (; i < end; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** Where the next byte is that is no ASCII character; the end if there is none. */
  static int firstBeyondAscii(byte[] bytes, int from, int end) {
    int i = from;
    for (; i <= end - 8; i += 8) {
      long found = (long) EIGHT.get(bytes, i) & HIGH;
      if (found != 0) {
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (i < end && bytes[i] >= 0) {
      i++;
    }
    return i;
  }
}
