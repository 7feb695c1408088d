package org.tarnlake.cli.input;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.json.WrittenNumber;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.NameHint;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.StructType;

/**
 * Values of a table's types from JSON: numbers from numbers, structs and maps from objects, lists
 * from arrays, times and binary from strings as {@link org.tarnlake.schema.ValueText} writes them.
 * A string takes any JSON, what is no string as its JSON text. Stateless.
 */
final class JsonValues {
  private JsonValues() {}

  /**
   * The value that a parsed JSON value stands for.
   *
   * @throws InvalidDataException if it stands for none of that type
   */
  static @Nullable Object value(DataType type, @Nullable Object json) {
    if (json == null) {
      return null;
    }
    if (type instanceof StructType struct) {
      return json instanceof Map<?, ?> map ? struct(struct, map) : fail(type, json);
    }
    if (type instanceof ListType list) {
      return json instanceof List<?> elements ? list(list, elements) : fail(type, json);
    }
    if (type instanceof MapType map) {
      return json instanceof Map<?, ?> entries ? map(map, entries) : fail(type, json);
    }
    if (type == DataType.STRING) {
      return json instanceof String ? json : JsonWriter.text(json);
    }
    return scalar(type, json);
  }

  /** The value of a column without a type, which has numbers as it writes them itself. */
  static @Nullable Object untyped(@Nullable Object json) {
    return json instanceof WrittenNumber number && number.isNegativeZero() ? (Object) (-0.0) : json;
  }

  /** The first in a value that is no string and becomes one; null if there is none. */
  static @Nullable Object becomesText(DataType type, @Nullable Object json) {
    if (type == DataType.STRING) {
      return json instanceof String ? null : json;
    }
    Object found = null;
    if (type instanceof ListType list && json instanceof List<?> elements) {
      for (Object each : elements) {
        found = found == null ? becomesText(list.element(), each) : found;
      }
    } else if (type instanceof MapType map && json instanceof Map<?, ?> entries) {
      for (Object each : entries.values()) {
        found = found == null ? becomesText(map.value(), each) : found;
      }
    } else if (type instanceof StructType struct && json instanceof Map<?, ?> fields) {
      for (Map.Entry<?, ?> each : fields.entrySet()) {
        int ordinal = ColumnNames.findKey(struct, (String) each.getKey());
        if (found == null && ordinal >= 0) {
          found = becomesText(struct.field(ordinal).type(), each.getValue());
        }
      }
    }
    return found;
  }

  private static Object scalar(DataType type, Object json) {
    if (type == DataType.BOOLEAN) {
      return json instanceof Boolean ? json : fail(type, json);
    }
    if (type == DataType.DOUBLE || type == DataType.FLOAT) {
      boolean named = json instanceof String text && NumberText.isNamed(text);
      return json instanceof Number || named ? text(type, json.toString()) : fail(type, json);
    }
    if (type instanceof DecimalType) {
      return json instanceof Number || json instanceof String
          ? text(type, json.toString())
          : fail(type, json);
    }
    PrimitiveType primitive = (PrimitiveType) type;
    return switch (primitive) {
      case BYTE, SHORT, INT, LONG -> whole(type, json);
      default -> json instanceof String text ? text(type, text) : fail(type, json);
    };
  }

  private static Object whole(DataType type, Object json) {
    if (json instanceof Long || json instanceof BigInteger) {
      return json;
    }
    return json instanceof Number ? text(type, json.toString()) : fail(type, json);
  }

  private static Object text(DataType type, String text) {
    Object value = TextValues.parse(type, text);
    if (value == null) {
      throw new AssertionError("a scalar's text is a value");
    }
    return value;
  }

  private static Object struct(StructType type, Map<?, ?> json) {
    @Nullable Object[] values = new @Nullable Object[type.size()];
    @Nullable String[] names = new @Nullable String[type.size()];
    for (Map.Entry<?, ?> entry : json.entrySet()) {
      String name = (String) entry.getKey();
      int ordinal = ColumnNames.findKey(type, name);
      if (ordinal < 0) {
        throw new InvalidDataException(
            "there is no field '%s'%s; the fields are %s"
                .formatted(
                    name, NameHint.didYouMean(name, type.names()), NameHint.list(type.names())));
      }
      String other = names[ordinal];
      if (other != null) {
        throw new InvalidDataException(
            ColumnNames.meeting(other, name, type.field(ordinal).name()));
      }
      names[ordinal] = name;
      values[ordinal] = inside(name, type.field(ordinal).type(), entry.getValue());
    }
    return values;
  }

  private static Object list(ListType type, List<?> json) {
    List<@Nullable Object> values = new ArrayList<>(json.size());
    for (Object element : json) {
      values.add(inside("element", type.element(), element));
    }
    return values;
  }

  private static Object map(MapType type, Map<?, ?> json) {
    Map<Object, @Nullable Object> values = new LinkedHashMap<>();
    Map<Object, String> keys = new HashMap<>();
    for (Map.Entry<?, ?> entry : json.entrySet()) {
      String name = (String) entry.getKey();
      Object key = inKey(type.key(), name);
      String other = keys.put(key instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : key, name);
      if (other != null) {
        throw new InvalidDataException(
            "the keys '%s' and '%s' are the same %s; a map has each key once"
                .formatted(other, name, type.key().text()));
      }
      values.put(key, inside("value", type.value(), entry.getValue()));
    }
    return values;
  }

  /** A map's key: text, of which a struct, list or map is JSON. */
  private static Object inKey(DataType type, String text) {
    try {
      return text(type, text);
    } catch (InvalidDataException e) {
      throw new InvalidDataException("in a key: " + e.getMessage(), e);
    }
  }

  private static @Nullable Object inside(String name, DataType type, @Nullable Object json) {
    try {
      return value(type, json);
    } catch (InvalidDataException e) {
      throw new InvalidDataException("in '" + name + "': " + e.getMessage(), e);
    }
  }

  private static Object fail(DataType type, Object json) {
    String text = JsonWriter.text(json);
    String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
    throw new InvalidDataException("%s is no %s".formatted(shown, type.text()));
  }
}
