package org.tarnlake.cli;

/**
 * A column and its new value, as {@code --set} has them. Immutable.
 *
 * @param column its name, in quotes if that has dots
 * @param value an expression
 */
record Setting(String column, String value) {
  /** Throws WrongUsage if there is no equals sign, or nothing on one side of it. */
  static Setting parse(String text) {
    int at = equalsSign(text);
    String column = at < 0 ? "" : text.substring(0, at).strip();
    String value = at < 0 ? "" : text.substring(at + 1).strip();
    if (column.isEmpty() || value.isEmpty()) {
      throw new WrongUsage(
          "--set takes a column and its value, such as \"price = price * 1.1\", not '%s'"
              .formatted(text));
    }
    return new Setting(column, value);
  }

  /** The first one that is in no quoted name; -1 if there is none. */
  private static int equalsSign(String text) {
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '`' || c == '"') {
        quote = c;
      } else if (c == '=') {
        return i;
      }
    }
    return -1;
  }
}
