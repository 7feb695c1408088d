package org.tarnlake.table.alter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.write.Constraints;
import org.tarnlake.table.write.FilteredColumns;

/** What a table says of its columns by their names, outside of the schema. Pure. */
final class ColumnUses {
  static final String STATISTICS = "delta.dataSkippingStatsColumns";
  private static final List<String> EXPRESSIONS =
      List.of("delta.generationExpression", "delta.invariants");

  private ColumnUses() {}

  /**
   * Throws InvalidDataException if a constraint, or the expression of another column, may name a
   * field that is to get another name, or to go.
   *
   * @param done what is to be done, in a message
   */
  static void requireUnused(TableHead head, FieldPlace place, String done) {
    String name = place.field().name();
    Pattern word =
        Pattern.compile(
            "(?<!\\w)" + Pattern.quote(name) + "(?!\\w)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    head.metadata()
        .configuration()
        .forEach(
            (key, text) -> {
              if (key.startsWith(Constraints.PROPERTY) && word.matcher(text).find()) {
                throw used(
                    place,
                    done,
                    "the constraint " + key.substring(Constraints.PROPERTY.length()),
                    text,
                    "; take it away first (tarn alter ... uncheck)");
              }
            });
    requireUnused(head.schema().columns(), place, done, word);
  }

  private static void requireUnused(DataType type, FieldPlace place, String done, Pattern word) {
    if (type instanceof StructType struct) {
      for (Field field : struct.fields()) {
        for (String key : EXPRESSIONS) {
          if (!field.equals(place.field())
              && field.metadata().get(key) instanceof String text
              && word.matcher(text).find()) {
            throw used(place, done, "column " + field.name(), text, "");
          }
        }
        requireUnused(field.type(), place, done, word);
      }
    } else if (type instanceof ListType list) {
      requireUnused(list.element(), place, done, word);
    } else if (type instanceof MapType map) {
      requireUnused(map.key(), place, done, word);
      requireUnused(map.value(), place, done, word);
    }
  }

  private static InvalidDataException used(
      FieldPlace place, String done, String user, String expression, String remedy) {
    return new InvalidDataException(
        "column '%s' cannot be %s: %s names it (%s)%s"
            .formatted(place.text(), done, user, expression, remedy));
  }

  /** The properties of a table of which a field gets another name. */
  static Map<String, String> renamed(
      Map<String, String> properties, List<String> path, String name) {
    return changed(
        properties,
        column -> {
          if (!starts(column, path)) {
            return column;
          }
          List<String> other = new ArrayList<>(column);
          other.set(path.size() - 1, name);
          return other;
        });
  }

  /** The properties of a table of which a field goes. */
  static Map<String, String> dropped(Map<String, String> properties, List<String> path) {
    return changed(properties, column -> starts(column, path) ? List.of() : column);
  }

  private interface Change {
    /** Another column, or nothing. */
    List<String> of(List<String> column);
  }

  private static Map<String, String> changed(Map<String, String> properties, Change change) {
    Map<String, String> others = new LinkedHashMap<>(properties);
    for (String key : List.of(STATISTICS, FilteredColumns.PROPERTY)) {
      others.computeIfPresent(key, (name, columns) -> changed(columns, change));
    }
    return others;
  }

  /** A list of columns; null if none is left. */
  private static @Nullable String changed(String list, Change change) {
    List<String> columns = new ArrayList<>();
    for (String text : list.split(",", -1)) {
      List<String> column = List.of(text.strip().replace("`", "").split("\\.", -1));
      List<String> after = change.of(column);
      if (!after.isEmpty()) {
        columns.add(after.equals(column) ? text.strip() : String.join(".", after));
      }
    }
    return columns.isEmpty() ? null : String.join(",", columns);
  }

  private static boolean starts(List<String> column, List<String> path) {
    if (column.size() < path.size()) {
      return false;
    }
    for (int i = 0; i < path.size(); i++) {
      if (!column.get(i).equalsIgnoreCase(path.get(i))) {
        return false;
      }
    }
    return true;
  }
}
