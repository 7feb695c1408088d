package org.tarnlake.testing;

import java.util.ArrayList;
import java.util.List;
import org.tarnlake.Rows;
import org.tarnlake.Table;
import org.tarnlake.schema.StructType;

/** All that a table shows, as text that can be compared: its columns, then its rows, sorted. */
public final class TableText {
  private TableText() {}

  /** Reads a table to its end. */
  public static List<String> of(Table table) {
    List<String> lines = new ArrayList<>();
    try (Rows rows = table.scan().rows()) {
      StructType type = rows.type();
      while (rows.next()) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < type.size(); column++) {
          line.append(column == 0 ? "" : ", ").append(rows.get(column));
        }
        lines.add(line.toString());
      }
    }
    lines.sort(null);
    lines.add(0, table.schema().toString());
    return lines;
  }

  /** In what two such texts differ, for people. */
  public static String difference(List<String> expected, List<String> shown) {
    List<String> missing = new ArrayList<>(expected);
    shown.forEach(missing::remove);
    List<String> more = new ArrayList<>(shown);
    expected.forEach(more::remove);
    return "%d rows are missing and %d are too many: %s %s"
        .formatted(missing.size(), more.size(), first(missing), first(more));
  }

  private static List<String> first(List<String> lines) {
    return lines.subList(0, Math.min(2, lines.size()));
  }
}
