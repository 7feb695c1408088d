package org.tarnlake.table.alter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.NameHint;
import org.tarnlake.schema.StructType;

/**
 * Where a field stands among the columns of a table, or what is in the lists and maps of one.
 * Immutable.
 *
 * @param parents the way to the struct that has the field, empty for a column: names as the schema
 *     spells them, and {@code element}, {@code key} and {@code value} through lists and maps
 * @param field the field
 * @param inside the way from the field into its lists and maps; empty if the field is meant
 */
record FieldPlace(List<String> parents, Field field, List<String> inside) {
  private static final String ELEMENT = "element";
  private static final String KEY = "key";
  private static final String VALUE = "value";

  FieldPlace {
    parents = List.copyOf(parents);
    inside = List.copyOf(inside);
  }

  /**
   * The place that a text means: {@code address.city}, {@code tags.element}, {@code
   * prices.value.net}. A name in backticks or double quotes may have dots, as it may without them
   * where only one place is meant.
   *
   * @throws InvalidDataException if there is none
   */
  static FieldPlace find(StructType columns, String text) {
    FieldPlace found = inStruct(columns, text, new ArrayList<>());
    if (found == null) {
      List<String> all = new ArrayList<>();
      addPaths(columns, "", all);
      throw new InvalidDataException(
          "there is no column '%s'%s; the columns are %s"
              .formatted(text, NameHint.didYouMean(text, all), NameHint.list(columns.names())));
    }
    return found;
  }

  private static @Nullable FieldPlace inStruct(
      StructType struct, String text, List<String> parents) {
    if (struct.hasOwnName()) {
      return null;
    }
    for (Field field : struct.fields()) {
      for (String spelling : spellings(field.name())) {
        String rest = behind(text, spelling);
        if (rest != null) {
          FieldPlace found =
              rest.isEmpty()
                  ? new FieldPlace(parents, field, List.of())
                  : inType(field.type(), rest, parents, field, new ArrayList<>());
          if (found != null) {
            return found;
          }
        }
      }
    }
    return null;
  }

  private static List<String> spellings(String name) {
    return List.of(
        name, '`' + name.replace("`", "``") + '`', '"' + name.replace("\"", "\"\"") + '"');
  }

  /** What follows a name and a dot; empty if nothing does, null if it is another name. */
  private static @Nullable String behind(String text, String name) {
    if (!text.regionMatches(true, 0, name, 0, name.length())) {
      return null;
    }
    if (text.length() == name.length()) {
      return "";
    }
    return text.charAt(name.length()) == '.' && text.length() > name.length() + 1
        ? text.substring(name.length() + 1)
        : null;
  }

  private static @Nullable FieldPlace inType(
      DataType type, String text, List<String> parents, Field field, List<String> inside) {
    if (type instanceof StructType struct) {
      List<String> around = new ArrayList<>(parents);
      around.add(field.name());
      around.addAll(inside);
      return inStruct(struct, text, around);
    }
    if (type instanceof ListType list) {
      return entry(ELEMENT, list.element(), text, parents, field, inside);
    }
    if (type instanceof MapType map) {
      FieldPlace key = entry(KEY, map.key(), text, parents, field, inside);
      return key != null ? key : entry(VALUE, map.value(), text, parents, field, inside);
    }
    return null;
  }

  private static @Nullable FieldPlace entry(
      String step,
      DataType type,
      String text,
      List<String> parents,
      Field field,
      List<String> inside) {
    String rest = behind(text, step);
    if (rest == null) {
      return null;
    }
    List<String> way = new ArrayList<>(inside);
    way.add(step);
    return rest.isEmpty()
        ? new FieldPlace(parents, field, way)
        : inType(type, rest, parents, field, way);
  }

  private static void addPaths(DataType type, String around, List<String> paths) {
    if (type instanceof StructType struct) {
      for (Field field : struct.hasOwnName() ? List.<Field>of() : struct.fields()) {
        paths.add(around + field.name());
        addPaths(field.type(), around + field.name() + ".", paths);
      }
    } else if (type instanceof ListType list) {
      addPaths(list.element(), around + ELEMENT + ".", paths);
    } else if (type instanceof MapType map) {
      addPaths(map.key(), around + KEY + ".", paths);
      addPaths(map.value(), around + VALUE + ".", paths);
    }
  }

  /** Whether it is a column of the table, and not something in one. */
  boolean isColumn() {
    return parents.isEmpty() && inside.isEmpty();
  }

  /** The whole way, with dots. */
  String text() {
    return String.join(".", path());
  }

  /** The whole way, as the schema spells it. */
  List<String> path() {
    List<String> path = new ArrayList<>(parents);
    path.add(field.name());
    path.addAll(inside);
    return path;
  }

  /** The type of what is meant. */
  DataType type() {
    DataType type = field.type();
    for (String step : inside) {
      type = entry(type, step);
    }
    return type;
  }

  private static DataType entry(DataType type, String step) {
    if (type instanceof ListType list) {
      return list.element();
    }
    if (type instanceof MapType map) {
      return step.equals(KEY) ? map.key() : map.value();
    }
    throw new AssertionError(type);
  }

  /** Whether what is meant may be null; a key never is. */
  boolean nullable() {
    DataType around = null;
    DataType type = field.type();
    for (String step : inside) {
      around = type;
      type = entry(type, step);
    }
    if (around instanceof ListType list) {
      return list.elementNullable();
    }
    if (around instanceof MapType map) {
      return !inside.get(inside.size() - 1).equals(KEY) && map.valueNullable();
    }
    return field.nullable();
  }

  /** The same columns, with others fields in place of this one and its siblings. */
  StructType withSiblings(StructType columns, UnaryOperator<List<Field>> change) {
    return (StructType) inside(columns, parents, struct -> changed((StructType) struct, change));
  }

  private static StructType changed(StructType struct, UnaryOperator<List<Field>> change) {
    return new StructType(change.apply(new ArrayList<>(struct.fields())));
  }

  /** The same columns, with another field in this one's place. */
  StructType with(StructType columns, UnaryOperator<Field> change) {
    return withSiblings(
        columns,
        fields -> {
          fields.replaceAll(each -> each.name().equals(field.name()) ? change.apply(each) : each);
          return fields;
        });
  }

  /** The field with another type of what is meant. */
  Field withType(DataType type) {
    return new Field(
        field.name(),
        inside(field.type(), inside, old -> type),
        field.nullable(),
        field.metadata());
  }

  /** The field, where what is meant may be null or not. */
  Field withNullable(boolean nullable) {
    if (inside.isEmpty()) {
      return new Field(field.name(), field.type(), nullable, field.metadata());
    }
    DataType type =
        inside(
            field.type(),
            inside.subList(0, inside.size() - 1),
            around ->
                around instanceof ListType list
                    ? new ListType(list.element(), nullable)
                    : around instanceof MapType map
                        ? new MapType(map.key(), map.value(), nullable)
                        : around);
    return new Field(field.name(), type, field.nullable(), field.metadata());
  }

  /** A type with something else at the end of a way. */
  private static DataType inside(DataType type, List<String> way, UnaryOperator<DataType> change) {
    if (way.isEmpty()) {
      return change.apply(type);
    }
    String step = way.get(0);
    List<String> rest = way.subList(1, way.size());
    if (type instanceof StructType struct) {
      return changed(
          struct,
          fields -> {
            fields.replaceAll(
                each ->
                    each.name().equals(step)
                        ? new Field(
                            each.name(),
                            inside(each.type(), rest, change),
                            each.nullable(),
                            each.metadata())
                        : each);
            return fields;
          });
    }
    if (type instanceof ListType list) {
      return new ListType(inside(list.element(), rest, change), list.elementNullable());
    }
    if (type instanceof MapType map) {
      return step.equals(KEY)
          ? new MapType(inside(map.key(), rest, change), map.value(), map.valueNullable())
          : new MapType(map.key(), inside(map.value(), rest, change), map.valueNullable());
    }
    throw new AssertionError(type);
  }
}
