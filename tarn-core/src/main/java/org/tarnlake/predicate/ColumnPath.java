package org.tarnlake.predicate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/**
 * A column or a field inside structs, found in a schema. Immutable.
 *
 * @param names as the schema spells them, the column first
 * @param field the last of them
 */
record ColumnPath(List<String> names, Field field) {
  ColumnPath {
    names = List.copyOf(names);
  }

  String text() {
    return String.join(".", names);
  }

  static ColumnPath find(StructType columns, String name) {
    ColumnPath found = find(columns, name, new ArrayList<>());
    if (found == null) {
      throw new InvalidDataException(
          "there is no column '%s'; the columns are %s"
              .formatted(name, String.join(", ", columns.names())));
    }
    return found;
  }

  /** The whole name first, then every way to cut it at a dot, the longest first part first. */
  private static @Nullable ColumnPath find(StructType struct, String name, List<String> names) {
    for (int end = name.length(); end > 0; end = name.lastIndexOf('.', end - 1)) {
      int ordinal = struct.indexOf(name.substring(0, end));
      if (ordinal < 0) {
        continue;
      }
      Field field = struct.field(ordinal);
      names.add(field.name());
      if (end == name.length()) {
        return new ColumnPath(names, field);
      }
      if (field.type() instanceof StructType inner) {
        ColumnPath found = find(inner, name.substring(end + 1), names);
        if (found != null) {
          return found;
        }
      }
      names.remove(names.size() - 1);
    }
    return null;
  }
}
