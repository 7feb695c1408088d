package org.tarnlake.schema;

import java.util.List;
import java.util.Locale;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.InvalidDataException;

/**
 * The name of a table: parts separated by dots, all but the last being its namespace. Immutable.
 *
 * @param parts one or more, each 1 to 128 characters of anything but {@code . / \ : * ? " < > |},
 *     control characters, halves of surrogate pairs and surrounding spaces; none starts with an
 *     underscore at the top level
 */
public record TableName(List<String> parts) implements Comparable<TableName> {
  /** The folder is named like the table, and what lies in it must have a name that stores take. */
  private static final int MAX_LENGTH = 512;

  private static final String FORBIDDEN = "/\\:*?\"<>|";

  public TableName {
    parts = Argument.copy(parts, "parts", "the parts of a name");
    if (parts.isEmpty()) {
      throw invalid("", "it is empty");
    }
    String text = String.join(".", parts);
    if (text.length() > MAX_LENGTH) {
      throw invalid(
          text.substring(0, 60) + "...",
          "it has " + text.length() + " characters, and " + MAX_LENGTH + " are the most");
    }
    for (String part : parts) {
      if (part.isEmpty()) {
        throw invalid(text, "a part is empty");
      }
      if (part.length() > 128) {
        throw invalid(text, "a part is longer than 128 characters");
      }
      if (!part.equals(part.strip())) {
        throw invalid(text, "a part starts or ends with a space");
      }
      if (Values.isBrokenUnicode(part)) {
        throw invalid(text, "it has half of a surrogate pair");
      }
      for (int i = 0; i < part.length(); i++) {
        char c = part.charAt(i);
        if (Character.isISOControl(c) || FORBIDDEN.indexOf(c) >= 0 || c == '.') {
          throw invalid(text, "'" + SchemaRules.printable(String.valueOf(c)) + "' is not allowed");
        }
      }
    }
    if (parts.get(0).startsWith("_")) {
      throw invalid(text, "names that start with an underscore belong to Tarn");
    }
  }

  /** Parses {@code orders} or {@code sales.orders}. */
  public static TableName parse(String text) {
    Argument.require(text, "the table's name", "one such as orders or sales.orders");
    return new TableName(List.of(text.split("\\.", -1)));
  }

  /**
   * What names that differ only by case have in common. It folds all that {@link
   * String#toLowerCase} does, and regardless of the characters around, so that {@code ς}, {@code σ}
   * and {@code Σ} are the same.
   */
  public String key() {
    StringBuilder key = new StringBuilder();
    toString()
        .toLowerCase(Locale.ROOT)
        .codePoints()
        .map(c -> Character.toLowerCase(Character.toUpperCase(c)))
        .forEach(key::appendCodePoint);
    return key.toString();
  }

  private static InvalidDataException invalid(String name, String why) {
    return new InvalidDataException(
        "table name '%s' is not allowed: %s; use for example orders or sales.orders"
            .formatted(SchemaRules.printable(name), why));
  }

  @Override
  public int compareTo(TableName other) {
    Argument.require(other, "other", "a TableName");
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return String.join(".", parts);
  }
}
