package org.tarnlake.data.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Tells bytes that are UTF-8 from others: no overlong forms, no surrogates, nothing beyond
 * U+10FFFF. Stateless.
 */
public final class Utf8 {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final int SHOWN_BYTES = 40;

  private Utf8() {}

  /** Whether no byte has its highest bit set. */
  public static boolean isAscii(byte[] bytes, int from, int to) {
    long seen = 0;
    int at = from;
    for (; at <= to - 8; at += 8) {
      seen |= (long) LONG.get(bytes, at);
    }
    for (; at < to; at++) {
      seen |= bytes[at];
    }
    return (seen & HIGH_BITS) == 0;
  }

  /** Where the first byte is with which no character starts, or a character is cut; or -1. */
  public static int indexOfInvalid(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (at <= to - 8 && ((long) LONG.get(bytes, at) & HIGH_BITS) == 0) {
        at += 8;
      } else if (bytes[at] >= 0) {
        at++;
      } else {
        int length = length(bytes, at, to);
        if (length == 0) {
          return at;
        }
        at += length;
      }
    }
    return -1;
  }

  /** How many bytes the character takes that starts with a byte beyond ASCII; 0 if none does. */
  private static int length(byte[] bytes, int at, int to) {
    int first = bytes[at] & 0xFF;
    int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (first < 0xC2 || first > 0xF4 || length > to - at) {
      return 0;
    }
    int second = bytes[at + 1] & 0xFF;
    int low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    boolean valid = second >= low && second <= high;
    for (int i = 2; i < length; i++) {
      valid &= (bytes[at + i] & 0xC0) == 0x80;
    }
    return valid ? length : 0;
  }

  /** The beginning of a value; what is no ASCII that can be shown is {@code \xNN}. */
  public static String shown(byte[] bytes, int from, int to) {
    int end = Math.min(to, from + SHOWN_BYTES);
    StringBuilder text = new StringBuilder();
    for (int i = from; i < end; i++) {
      if (bytes[i] >= ' ' && bytes[i] < 0x7F) {
        text.append((char) bytes[i]);
      } else {
        text.append("\\x").append(hex(bytes[i]));
      }
    }
    return end < to ? text + "..." : text.toString();
  }

  /** Two digits. */
  public static String hex(byte b) {
    return "" + Character.forDigit(b >> 4 & 0xF, 16) + Character.forDigit(b & 0xF, 16);
  }
}
