package org.tarnlake.cli;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.Expression;

/**
 * A column and its new value, as {@code --set} has them. Immutable.
 *
 * @param column its name, in quotes if that has dots
 * @param value an expression
 */
record Setting(String column, String value) {
  /** Before another column and its value. */
  private static final Pattern NEXT =
      Pattern.compile(",(?=\\s*(?:[\\p{L}_][\\p{L}\\d_.]*|`[^`]+`|\"[^\"]+\")\\s*=[^=])");

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
    requireOne(text, value);
    return new Setting(column, value);
  }

  /** Says how several columns are set, where that is what a value goes on with. */
  private static void requireOne(String text, String value) {
    try {
      Expression.parse(value);
    } catch (InvalidDataException e) {
      List<String> parts = NEXT.splitAsStream(text).map(String::strip).toList();
      if (parts.size() > 1) {
        String each = parts.stream().map(Setting::option).collect(Collectors.joining(" "));
        throw new WrongUsage("--set takes one column; give it once for each: " + each, e);
      }
    }
  }

  private static String option(String text) {
    // Within double quotes a shell still reads these.
    boolean isPlain = text.chars().noneMatch(c -> "\"`$\\!".indexOf(c) >= 0);
    return "--set " + (isPlain ? '"' + text + '"' : Words.shell(text));
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
