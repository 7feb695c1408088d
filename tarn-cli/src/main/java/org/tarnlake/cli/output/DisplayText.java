package org.tarnlake.cli.output;

import java.util.Locale;

/**
 * Text as a terminal shows it: wide characters take two columns, combining ones none, and control
 * characters, which could steer the terminal, are shown as escapes. Stateless.
 */
final class DisplayText {
  private DisplayText() {}

  /** How many columns a text takes. */
  static int width(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      width += width(c);
      i += Character.charCount(c);
    }
    return width;
  }

  /** The text, or as much of it as fits into that many columns with an ellipsis behind it. */
  static String cut(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    int width = 0;
    int end = 0;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      if (width + width(c) > columns - 1) {
        break;
      }
      width += width(c);
      end += Character.charCount(c);
    }
    return text.substring(0, end) + "…";
  }

  /**
   * The text with control characters written as {@code \n}, {@code \t} or {@code \}{@code u001b}.
   */
  static String visible(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean harmless = !Character.isISOControl(c) && !isDirection(c);
      if (harmless && out == null) {
        continue;
      }
      if (out == null) {
        out = new StringBuilder(text.length() + 8).append(text, 0, i);
      }
      if (harmless) {
        out.append(c);
      } else {
        out.append(
            switch (c) {
              case '\n' -> "\\n";
              case '\r' -> "\\r";
              case '\t' -> "\\t";
              default -> String.format(Locale.ROOT, "\\u%04x", (int) c);
            });
      }
    }
    return out == null ? text : out.toString();
  }

  /** Whether a character changes the direction of what follows. */
  private static boolean isDirection(char c) {
    return (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
  }

  private static int width(int c) {
    if (c < 0x300) {
      return 1;
    }
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    return isWide(c) ? 2 : 1;
  }

  /** East Asian scripts, full-width forms and emoji. */
  private static boolean isWide(int c) {
    return (c >= 0x1100 && c <= 0x115F)
        || (c >= 0x2E80 && c <= 0xA4CF)
        || (c >= 0xAC00 && c <= 0xD7A3)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0xFE30 && c <= 0xFE6F)
        || (c >= 0xFF00 && c <= 0xFF60)
        || (c >= 0xFFE0 && c <= 0xFFE6)
        || (c >= 0x1F300 && c <= 0x1FAFF)
        || (c >= 0x20000 && c <= 0x3FFFD);
  }
}
