package org.tarnlake.predicate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A column, or a field of structs, as a condition names it: parts between dots. A part in backticks
 * or double quotes, doubled inside, is one name even if it has dots: {@code `a.b`.c}. Immutable.
 */
record ColumnName(List<Part> parts) {
  ColumnName {
    parts = List.copyOf(parts);
  }

  /**
   * A part.
   *
   * @param quoted whether it is one name for certain, and not one end of a name with a dot
   */
  record Part(String name, boolean quoted) {
    /** Of names that stand alone, only these need quotes to be told from two. */
    static Part of(String name) {
      boolean ambiguous = name.indexOf('.') >= 0 || name.startsWith("`") || name.startsWith("\"");
      return new Part(name, ambiguous);
    }
  }

  static ColumnName parse(String text) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    do {
      int end = quotedEnd(text, at);
      if (end > 0) {
        char quote = text.charAt(at);
        String inside = text.substring(at + 1, end - 1);
        parts.add(Part.of(inside.replace("" + quote + quote, String.valueOf(quote))));
      } else {
        end = text.indexOf('.', at) < 0 ? text.length() : text.indexOf('.', at);
        parts.add(Part.of(text.substring(at, end)));
      }
      at = end + 1;
    } while (at <= text.length());
    return new ColumnName(parts);
  }

  /** Where a part that starts with a quote ends, up to a dot or the end; -1 if it is none. */
  private static int quotedEnd(String text, int start) {
    char quote = start < text.length() ? text.charAt(start) : ' ';
    if (quote != '`' && quote != '"') {
      return -1;
    }
    for (int i = start + 1; i < text.length(); i++) {
      if (text.charAt(i) != quote) {
        continue;
      }
      boolean last = i + 1 == text.length();
      if (last || text.charAt(i + 1) == '.') {
        return i + 1;
      }
      if (text.charAt(++i) != quote) {
        return -1;
      }
    }
    return -1;
  }

  /** The name in its only form, so that equal names are equal texts. */
  String text() {
    return parts.stream()
        .map(part -> part.quoted() ? '`' + part.name().replace("`", "``") + '`' : part.name())
        .collect(Collectors.joining("."));
  }

  /** The only form of a text. */
  static String normal(String text) {
    return parse(text).text();
  }
}
