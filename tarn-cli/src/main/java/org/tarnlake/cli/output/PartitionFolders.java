package org.tarnlake.cli.output;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.row.Row;

/**
 * The folders of partitions as Hive, Spark and DuckDB call them: {@code country=DE/year=2024}. Of
 * names and values all but letters, digits and {@code -_.~} of ASCII is escaped, {@code %2F}. A
 * null is {@code __HIVE_DEFAULT_PARTITION__}. Immutable.
 *
 * @param columns their ordinals in rows
 */
public record PartitionFolders(List<Integer> columns) {
  /** Most file systems have no room for more, of ASCII. */
  private static final int NAME_LENGTH_MAX = 255;

  private static final int SHOWN_MAX = 40;
  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  public PartitionFolders {
    columns = List.copyOf(columns);
  }

  /**
   * The folder of a row.
   *
   * @throws Failure if a value is too long for a folder's name
   */
  public String of(Row row) {
    StringBuilder folder = new StringBuilder();
    for (int column : columns) {
      folder.append(folder.isEmpty() ? "" : "/");
      String name = escaped(row.type().field(column).name());
      // An import passes over what begins so, as other engines do.
      if (name.startsWith("_") || name.startsWith(".")) {
        name = (name.startsWith("_") ? "%5F" : "%2E") + name.substring(1);
      }
      int start = folder.length();
      folder.append(name).append('=').append(text(row.get(column)));
      if (folder.length() - start > NAME_LENGTH_MAX) {
        throw tooLong(row, column);
      }
    }
    return folder.toString();
  }

  private static Failure tooLong(Row row, int column) {
    String value = CellText.text(Objects.requireNonNull(row.get(column)));
    return new Failure(
        "column '%s' has a value that is too long for a folder's name, '%s…'; leave it out of --partition-by, or such rows out by --where"
            .formatted(
                row.type().field(column).name(),
                DisplayText.visible(value.substring(0, Math.min(SHOWN_MAX, value.length())))));
  }

  private static String text(@Nullable Object value) {
    return value == null ? NULL : escaped(CellText.text(value));
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xFF);
      boolean isPlain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-_.~".indexOf(c) >= 0;
      if (isPlain) {
        escaped.append(c);
      } else {
        escaped.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return escaped.toString();
  }
}
