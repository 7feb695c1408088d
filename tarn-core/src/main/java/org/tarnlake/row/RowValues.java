package org.tarnlake.row;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.NameHint;
import org.tarnlake.schema.StructType;
import org.tarnlake.schema.Untyped;
import org.tarnlake.schema.Values;

/**
 * Canonical values, nested ones included, of what a user passes. Stateless.
 *
 * <p>A struct may be passed as a {@link Row} or a {@code Map} by names, ignoring case, where a
 * missing field is null, or as a {@code List} or {@code Object[]} by position; it becomes an {@code
 * Object[]}. A list may be passed as any {@code Collection} or {@code Object[]} and becomes a
 * {@code List}; a map stays a {@code Map}. Nulls are refused wherever the type does not allow them.
 */
public final class RowValues {
  private RowValues() {}

  /**
   * The canonical value of a column.
   *
   * @throws InvalidDataException if the value is of another type, does not fit or must not be null;
   *     the message names the path to it, such as {@code a.b.element}
   */
  public static @Nullable Object canonical(Field field, @Nullable Object value) {
    Argument.require(field, "field", "a Field");
    return field(new Path(null, field.name()), field, value);
  }

  /** The canonical value of a type, as of a column named {@code value}. */
  public static Object canonical(DataType type, Object value) {
    Argument.require(type, "type", "a DataType");
    Argument.require(value, "value", "a value");
    return value(new Path(null, "value"), type, value);
  }

  /** A step on the way to a nested value, for messages. */
  private record Path(@Nullable Path parent, String name) {
    @Override
    public String toString() {
      return parent == null ? name : parent + "." + name;
    }
  }

  private static @Nullable Object field(Path path, Field field, @Nullable Object value) {
    if (value == null) {
      return nullable(path, field.nullable());
    }
    if (!field.isUntyped()) {
      return value(path, field.type(), value);
    }
    try {
      return Untyped.encode(value);
    } catch (InvalidDataException e) {
      throw at(path, e);
    }
  }

  private static @Nullable Object nullable(Path path, boolean allowed) {
    if (!allowed) {
      throw new InvalidDataException(
          "column '%s' must not be null; pass a value, or let the column be null (tarn alter ... null)"
              .formatted(path));
    }
    return null;
  }

  private static Object value(Path path, DataType type, Object value) {
    if (type.equals(DataType.VOID)) {
      throw new InvalidDataException(
          "column '%s' is void and has no value but null, not '%s'; pass null"
              .formatted(path, value instanceof Object[] list ? Arrays.asList(list) : value));
    }
    if (type instanceof StructType struct) {
      return struct(path, struct, value);
    }
    if (type instanceof ListType list) {
      return list(path, list, value);
    }
    if (type instanceof MapType map) {
      return map(path, map, value);
    }
    try {
      return Values.canonical(type, value);
    } catch (InvalidDataException e) {
      throw at(path, e);
    }
  }

  private static Object struct(Path path, StructType type, Object value) {
    @Nullable Object[] fields = new @Nullable Object[type.size()];
    if (value instanceof Row row) {
      for (int i = 0; i < row.type().size(); i++) {
        fields[fieldOf(path, type, row.type().field(i).name())] = row.get(i);
      }
    } else if (value instanceof Map<?, ?> map) {
      boolean[] given = new boolean[fields.length];
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        int ordinal = fieldOf(path, type, String.valueOf(entry.getKey()));
        if (given[ordinal]) {
          throw new InvalidDataException(
              "column '%s' is given field '%s' twice, by names that differ in case; pass one"
                  .formatted(path, type.field(ordinal).name()));
        }
        given[ordinal] = true;
        fields[ordinal] = entry.getValue();
      }
    } else {
      @Nullable Object[] given;
      if (value instanceof List<?> list) {
        given = list.toArray();
      } else if (value instanceof Object[] array) {
        given = array;
      } else {
        throw wrongClass(path, type, value, "a Row, Map, List or Object[]");
      }
      if (given.length != fields.length) {
        throw new InvalidDataException(
            "column '%s': %s values for the %s fields %s; pass one for each"
                .formatted(path, given.length, fields.length, type.names()));
      }
      System.arraycopy(given, 0, fields, 0, given.length);
    }
    for (int i = 0; i < fields.length; i++) {
      Field field = type.field(i);
      fields[i] = field(new Path(path, field.name()), field, fields[i]);
    }
    return fields;
  }

  private static int fieldOf(Path path, StructType type, String name) {
    int ordinal = type.indexOf(name);
    if (ordinal < 0) {
      throw new InvalidDataException(
          "column '%s' has no field '%s'%s; its fields are %s"
              .formatted(
                  path,
                  name,
                  NameHint.didYouMean(name, type.names()),
                  NameHint.list(type.names())));
    }
    return ordinal;
  }

  private static Object list(Path path, ListType type, Object value) {
    Collection<?> given;
    if (value instanceof Collection<?> collection) {
      given = collection;
    } else if (value instanceof Object[] array) {
      given = Arrays.asList(array);
    } else {
      throw wrongClass(path, type, value, "a Collection or Object[]");
    }
    Path element = new Path(path, "element");
    List<@Nullable Object> elements = new ArrayList<>(given.size());
    for (Object item : given) {
      elements.add(
          item == null
              ? nullable(element, type.elementNullable())
              : value(element, type.element(), item));
    }
    return elements;
  }

  private static Object map(Path path, MapType type, Object value) {
    if (!(value instanceof Map<?, ?> given)) {
      throw wrongClass(path, type, value, "a Map");
    }
    Path keyPath = new Path(path, "key");
    Path valuePath = new Path(path, "value");
    Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : given.entrySet()) {
      if (entry.getKey() == null) {
        throw new InvalidDataException(
            "column '%s' must not be null; a map's keys never are".formatted(keyPath));
      }
      Object key = value(keyPath, type.key(), entry.getKey());
      Object item = entry.getValue();
      Object canonical =
          item == null
              ? nullable(valuePath, type.valueNullable())
              : value(valuePath, type.value(), item);
      if (entries.containsKey(key)) {
        throw new InvalidDataException(
            "column '%s': the key %s stands twice; pass each once".formatted(keyPath, key));
      }
      entries.put(key, canonical);
    }
    return entries;
  }

  static InvalidDataException noColumn(String name, StructType columns) {
    return new InvalidDataException(
        "there is no column '%s'%s; the columns are %s"
            .formatted(
                name, NameHint.didYouMean(name, columns.names()), NameHint.list(columns.names())));
  }

  private static InvalidDataException wrongClass(
      Path path, DataType type, Object value, String accepted) {
    return new InvalidDataException(
        "column '%s': '%s' of class %s is no %s; pass %s"
            .formatted(path, value, value.getClass().getSimpleName(), type.text(), accepted));
  }

  private static InvalidDataException at(Path path, InvalidDataException cause) {
    return new InvalidDataException("column '%s': %s".formatted(path, cause.getMessage()), cause);
  }
}
