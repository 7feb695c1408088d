package org.tarnlake.cli.input;

import org.tarnlake.schema.StructType;

/**
 * Turns a file's names into ones that a table can have: spaces, dots, backticks, control characters
 * and {@code ,;{}()=} become underscores, an empty name becomes {@code column_1} after its
 * position, an empty key of a JSON object {@code _}. Stateless.
 */
public final class ColumnNames {
  private static final String FORBIDDEN = " ,;{}()=.`";
  private static final int MAX_LENGTH = 255;

  private ColumnNames() {}

  /** The name that a column gets which a file names so; {@code position} counts from 1. */
  public static String clean(String name, int position) {
    StringBuilder clean = new StringBuilder();
    String stripped = name.strip();
    for (int i = 0; i < stripped.length() && clean.length() < MAX_LENGTH; i++) {
      char c = stripped.charAt(i);
      boolean allowed = FORBIDDEN.indexOf(c) < 0 && !Character.isISOControl(c);
      clean.append(allowed ? c : '_');
    }
    return clean.isEmpty() ? ofPosition(position) : clean.toString();
  }

  /** The name of a column that has none in its file; {@code position} counts from 1. */
  static String ofPosition(int position) {
    return "column_" + position;
  }

  /** The name that a column gets which a JSON object names so: keys have no position. */
  static String cleanKey(String key) {
    return key.isBlank() ? "_" : clean(key, 0);
  }

  /** The ordinal of the field that a JSON object names so, or -1. */
  static int findKey(StructType type, String key) {
    int ordinal = type.indexOf(key);
    return ordinal >= 0 ? ordinal : type.indexOf(cleanKey(key));
  }

  /** What is told where two names of a file are those of one column. */
  static String meeting(String first, String second, String column) {
    return "the names '%s' and '%s' are the same column '%s'".formatted(first, second, column);
  }

  /**
   * The ordinal of the field that a file names so, as it stands or cleaned; -1 if there is none.
   */
  static int find(StructType type, String name, int position) {
    int ordinal = type.indexOf(name);
    return ordinal >= 0 ? ordinal : type.indexOf(clean(name, position));
  }
}
