package org.tarnlake.cli.input;

import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.Untyped;
import org.tarnlake.schema.ValueText;
import org.tarnlake.schema.Values;

/**
 * Values written as text: scalars as {@link ValueText} tells, structs, lists and maps as JSON.
 * Stateless.
 */
final class TextValues {
  private TextValues() {}

  /**
   * The value of a column that a text stands for. A column without a type takes numbers, {@code
   * true} and {@code false} as such.
   *
   * @throws InvalidDataException if it stands for none
   */
  static @Nullable Object parse(Field field, String text) {
    if (field.isUntyped()) {
      return text.startsWith("\"") ? text : Untyped.decode(text);
    }
    return field.type() == DataType.STRING ? text : parse(field.type(), text);
  }

  /**
   * The value of a type that a text stands for.
   *
   * @throws InvalidDataException if it stands for none, or for one that the type cannot hold
   */
  static @Nullable Object parse(DataType type, String text) {
    if (!(type instanceof PrimitiveType || type instanceof DecimalType)) {
      return nested(type, text);
    }
    Object value = Values.external(type, ValueText.parse(type, text));
    boolean infinite =
        (value instanceof Double number && Double.isInfinite(number))
            || (value instanceof Float narrow && Float.isInfinite(narrow));
    if (infinite && !text.endsWith("Infinity")) {
      throw new InvalidDataException("'%s' does not fit %s".formatted(text, type.text()));
    }
    return value;
  }

  private static @Nullable Object nested(DataType type, String text) {
    Object json;
    try {
      JsonReader reader = JsonReader.of(text);
      json = reader.value();
      reader.requireEnd();
    } catch (JsonFormatException e) {
      throw new InvalidDataException(
          "'%s' is no JSON of type %s: %s".formatted(text, type.text(), e.getMessage()), e);
    }
    return JsonValues.value(type, json);
  }
}
