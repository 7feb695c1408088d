package org.tarnlake.predicate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.ColumnName.Part;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.NameHint;
import org.tarnlake.schema.StructType;

/**
 * A column or a field inside structs, found by a name such as a {@link Predicate} has: {@code
 * address.city}. Immutable.
 *
 * @param names as the schema spells them, the column first
 * @param field the last of them
 */
public record ColumnPath(List<String> names, Field field) {
  public ColumnPath {
    Argument.require(field, "field", "a Field");
    names = Argument.copy(names, "names", "names");
  }

  /** The names with dots between them. */
  public String text() {
    return String.join(".", names);
  }

  /**
   * The field as a column of its own, named as {@link #text} tells: null where a struct around it
   * is.
   *
   * @param columns those in which the path was found
   */
  public Field column(StructType columns) {
    Argument.require(columns, "columns", "a StructType");
    boolean nullable = field.nullable();
    StructType struct = columns;
    for (String name : names.subList(0, names.size() - 1)) {
      Field around = struct.field(struct.indexOf(name));
      nullable |= around.nullable();
      struct = (StructType) around.type();
    }
    return new Field(text(), field.type(), nullable, field.metadata());
  }

  /**
   * The path that a name means.
   *
   * @throws InvalidDataException if there is no such column
   */
  public static ColumnPath find(StructType columns, String name) {
    Argument.require(columns, "columns", "a StructType");
    Argument.require(name, "name", "a name");
    ColumnPath found = find(columns, ColumnName.parse(name).parts(), new ArrayList<>());
    if (found == null) {
      List<String> all = new ArrayList<>();
      addPaths(columns, "", all);
      throw new InvalidDataException(
          "there is no column '%s'%s; the columns are %s"
              .formatted(name, hint(name, all), NameHint.list(columns.names())));
    }
    return found;
  }

  /** A field of that very name is meant rather than a column of a similar one. */
  private static String hint(String name, List<String> paths) {
    String ending = "." + name.toLowerCase(Locale.ROOT);
    return paths.stream()
        .filter(path -> path.toLowerCase(Locale.ROOT).endsWith(ending))
        .findFirst()
        .map(path -> " (did you mean '" + path + "'?)")
        .orElseGet(() -> NameHint.didYouMean(name, paths));
  }

  private static void addPaths(StructType struct, String around, List<String> paths) {
    for (Field field : struct.fields()) {
      String path = around + field.name();
      paths.add(path);
      if (field.type() instanceof StructType inner) {
        addPaths(inner, path + ".", paths);
      }
    }
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
