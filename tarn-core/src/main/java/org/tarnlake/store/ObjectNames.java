package org.tarnlake.store;

import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;

/**
 * What an object may be called, and how names are ordered. Every store refuses other names before
 * it does anything, so that a name never reaches outside the store.
 *
 * <p>A name consists of one or more parts separated by {@code /}. A part is not empty, not {@code
 * .} or {@code ..}, and has no backslash, no control character and no half of a surrogate pair.
 */
public final class ObjectNames {
  /**
   * The order of the names' UTF-8 bytes, which is the order of their code points. It differs from
   * {@link String#compareTo} beyond the basic plane.
   */
  public static final Comparator<String> ORDER = ObjectNames::compare;

  private ObjectNames() {}

  /**
   * Returns the name if it is allowed.
   *
   * @throws IllegalArgumentException if it is not, saying why
   */
  public static String check(String name) {
    Argument.require(name, "name", "a name");
    String flaw = flaw(name);
    if (flaw != null) {
      throw refused("object name", name, flaw);
    }
    return name;
  }

  /**
   * Returns the prefix if some name may start with it: it is empty, ends in {@code /}, or ends in
   * the beginning of a part.
   *
   * @throws IllegalArgumentException if no name may, saying why
   */
  public static String checkPrefix(String prefix) {
    Argument.require(prefix, "prefix", "a text");
    // Whatever the last part begins with, the letter completes it to a valid one.
    String flaw = flaw(prefix + "a");
    if (flaw != null) {
      throw refused("prefix", prefix, flaw);
    }
    return prefix;
  }

  /** Whether the name is allowed. */
  public static boolean isValid(String name) {
    Argument.require(name, "name", "a name");
    return flaw(name) == null;
  }

  private static IllegalArgumentException refused(String what, String name, String flaw) {
    StringBuilder shown = new StringBuilder();
    name.codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c) || isHalfPair(c)) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return new IllegalArgumentException(
        "%s '%s' is not allowed: %s; a name is like sales/part-1.parquet"
            .formatted(what, shown, flaw));
  }

  private static @Nullable String flaw(String name) {
    int partStart = 0;
    int i = 0;
    while (i < name.length()) {
      int c = name.codePointAt(i);
      if (c == '\\') {
        return "it contains a backslash";
      }
      if (Character.isISOControl(c)) {
        return "it contains a control character";
      }
      if (isHalfPair(c)) {
        return "it contains half of a surrogate pair";
      }
      if (c == '/') {
        String flaw = flawOfPart(name, partStart, i);
        if (flaw != null) {
          return flaw;
        }
        partStart = i + 1;
      }
      i += Character.charCount(c);
    }
    return flawOfPart(name, partStart, i);
  }

  private static @Nullable String flawOfPart(String name, int start, int end) {
    int length = end - start;
    if (length == 0) {
      return "a part is empty";
    }
    boolean dots = name.charAt(start) == '.' && name.charAt(end - 1) == '.' && length <= 2;
    return dots ? "a part is " + name.substring(start, end) : null;
  }

  private static boolean isHalfPair(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static int compare(String a, String b) {
    int shared = Math.min(a.length(), b.length());
    for (int i = 0; i < shared; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // Surrogates stand for code points above all others, but lie below U+E000 in UTF-16.
        boolean xBeyond = Character.isSurrogate(x);
        boolean yBeyond = Character.isSurrogate(y);
        return xBeyond == yBeyond ? Character.compare(x, y) : xBeyond ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
