package org.tarnlake.predicate.evaluate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.tarnlake.row.BytesVector;

/** A pattern of LIKE, in which {@code %} is any text and {@code _} any one character. Immutable. */
public final class LikePattern {
  private static final byte LITERAL = 0;
  private static final byte ANY_CHARACTER = 1;
  private static final byte ANY_TEXT = 2;

  private final byte[] bytes;
  private final byte[] kinds;

  private LikePattern(byte[] bytes, byte[] kinds) {
    this.bytes = bytes;
    this.kinds = kinds;
  }

  /**
   * A pattern.
   *
   * @param escape the character behind which {@code %}, {@code _} and itself mean themselves; -1
   *     for none
   * @throws IllegalArgumentException if it stands before something else
   */
  public static LikePattern of(String pattern, int escape) {
    byte[] bytes = new byte[4 * pattern.length()];
    byte[] kinds = new byte[4 * pattern.length()];
    int count = 0;
    for (int at = 0; at < pattern.length(); ) {
      int c = pattern.codePointAt(at);
      at += Character.charCount(c);
      boolean escaped = c == escape;
      if (escaped) {
        c = at < pattern.length() ? pattern.codePointAt(at) : -1;
        if (c != '%' && c != '_' && c != escape) {
          throw new IllegalArgumentException(
              "%s stands before %%, _ or itself only".formatted(Character.toString(escape)));
        }
        at += Character.charCount(c);
      }
      if (!escaped && (c == '%' || c == '_')) {
        kinds[count++] = c == '%' ? ANY_TEXT : ANY_CHARACTER;
        continue;
      }
      for (byte each : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
        bytes[count++] = each;
      }
    }
    return new LikePattern(Arrays.copyOf(bytes, count), Arrays.copyOf(kinds, count));
  }

  /** Whether nothing but perhaps its end is left open. */
  public boolean isPrefix() {
    for (int i = 0; i < kinds.length; i++) {
      if (kinds[i] != LITERAL && !(kinds[i] == ANY_TEXT && i == kinds.length - 1)) {
        return false;
      }
    }
    return true;
  }

  /** Whether any text may stand at the end. */
  public boolean isOpen() {
    return kinds.length > 0 && kinds[kinds.length - 1] == ANY_TEXT;
  }

  /** The text of a pattern that {@link #isPrefix}, up to where it is open. */
  public String prefix() {
    int length = isOpen() ? bytes.length - 1 : bytes.length;
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  boolean matches(BytesVector strings, int i) {
    return matches(strings.data(), strings.startAt(i), strings.endAt(i));
  }

  /** Takes as little as it can for each {@code %}, and more only where the rest does not match. */
  private boolean matches(byte[] data, int from, int to) {
    int at = from;
    int p = 0;
    int open = -1;
    int retry = from;
    while (at < to) {
      if (p < kinds.length && kinds[p] == ANY_TEXT) {
        open = p++;
        retry = at;
      } else if (p < kinds.length && kinds[p] == ANY_CHARACTER) {
        at = Utf8.next(data, at, to);
        p++;
      } else if (p < kinds.length && bytes[p] == data[at]) {
        at++;
        p++;
      } else if (open >= 0) {
        p = open + 1;
        retry = Utf8.next(data, retry, to);
        at = retry;
      } else {
        return false;
      }
    }
    while (p < kinds.length && kinds[p] == ANY_TEXT) {
      p++;
    }
    return p == kinds.length;
  }
}
