package org.tarnlake.predicate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.ColumnName.Part;
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
    ColumnPath found = find(columns, ColumnName.parse(name).parts(), new ArrayList<>());
    if (found == null) {
      throw new InvalidDataException(
          "there is no column '%s'; the columns are %s"
              .formatted(name, String.join(", ", columns.names())));
    }
    return found;
  }

  /** The path first, then names that have dots themselves, unless quotes tell where names end. */
  private static @Nullable ColumnPath find(
      StructType struct, List<Part> parts, List<String> names) {
    StringBuilder name = new StringBuilder();
    for (int end = 1; end <= parts.size(); end++) {
      if (end > 1 && (parts.get(end - 1).quoted() || parts.get(end - 2).quoted())) {
        return null;
      }
      name.append(end == 1 ? "" : ".").append(parts.get(end - 1).name());
      int ordinal = struct.indexOf(name.toString());
      if (ordinal < 0) {
        continue;
      }
      Field field = struct.field(ordinal);
      names.add(field.name());
      if (end == parts.size()) {
        return new ColumnPath(names, field);
      }
      if (field.type() instanceof StructType inner) {
        ColumnPath found = find(inner, parts.subList(end, parts.size()), names);
        if (found != null) {
          return found;
        }
      }
      names.remove(names.size() - 1);
    }
    return null;
  }
}
