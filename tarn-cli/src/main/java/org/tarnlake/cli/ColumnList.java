package org.tarnlake.cli;

import java.util.ArrayList;
import java.util.List;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.Schema;

/** Reads lists of columns, between commas. Stateless. */
final class ColumnList {
  private ColumnList() {}

  /** Whether a type stands behind a name that has no quotes. */
  static boolean isTyped(String part) {
    int space = part.lastIndexOf(' ');
    if (space < 0 || part.indexOf('`') >= 0 || part.indexOf('"') >= 0) {
      return false;
    }
    try {
      Schema.parse("a " + part.substring(space + 1));
      return true;
    } catch (InvalidDataException e) {
      return false;
    }
  }

  /**
   * The parts of a list; a comma inside backticks or double quotes belongs to a name.
   *
   * @throws WrongUsage if one is empty, or is not a column but something to compute
   */
  static List<String> split(String option, String text) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    char open = 0;
    for (char c : (text + ",").toCharArray()) {
      if (c == ',' && open == 0) {
        parts.add(part.toString().strip());
        part.setLength(0);
        continue;
      }
      if (open == 0 && (c == '`' || c == '"')) {
        open = c;
      } else if (c == open) {
        open = 0;
      } else if (open == 0 && c == '(') {
        throw new WrongUsage(
            "%s takes names of columns: '%s' has to be computed, which waits until Tarn runs SQL; tarn count counts rows, and other engines can query the table's folder"
                .formatted(option, text));
      }
      part.append(c);
    }
    if (open != 0) {
      throw new WrongUsage("%s: %s has no second %s".formatted(option, text, open));
    }
    if (parts.contains("")) {
      throw new WrongUsage(
          "%s: '%s' has an empty name; write names with commas between them"
              .formatted(option, text));
    }
    return parts;
  }
}
