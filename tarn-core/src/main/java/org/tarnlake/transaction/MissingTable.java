package org.tarnlake.transaction;

import java.util.List;
import java.util.Locale;
import org.tarnlake.schema.TableName;

/** The message for a table that does not exist. Stateless. */
public final class MissingTable {
  private static final int MAX_LISTED = 10;

  private MissingTable() {}

  /** Names the table that is missing, and one that may be meant or those that there are. */
  public static String message(TableName missing, List<TableName> tables) {
    if (tables.isEmpty()) {
      return "no table %s; the lake has no tables yet, create one".formatted(missing);
    }
    TableName nearest = null;
    // A name of which half is different is another name.
    int best = Math.min(3, (missing.toString().length() + 1) / 2);
    for (TableName table : tables) {
      int distance =
          distance(
              missing.toString().toLowerCase(Locale.ROOT),
              table.toString().toLowerCase(Locale.ROOT));
      if (distance < best) {
        best = distance;
        nearest = table;
      }
    }
    if (nearest != null) {
      return "no table %s; did you mean %s?".formatted(missing, nearest);
    }
    String listed =
        String.join(", ", tables.stream().limit(MAX_LISTED).map(TableName::toString).toList());
    return "no table %s; the tables are %s%s"
        .formatted(missing, listed, tables.size() > MAX_LISTED ? ", …" : "");
  }

  /** The number of single-character edits between two texts. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
