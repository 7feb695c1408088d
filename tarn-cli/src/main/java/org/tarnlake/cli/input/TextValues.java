package org.tarnlake.cli.input;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
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
    Object common = common(type, text);
    if (common != null) {
      return common;
    }
    return Values.external(type, ValueText.parse(type, text));
  }

  /** The value of a text in its type's most common form; null in any other case. */
  private static @Nullable Object common(DataType type, String text) {
    if (type == DataType.LONG) {
      return wholeNumber(text);
    }
    if (type == DataType.DATE) {
      return TimeText.date(text);
    }
    if (type == DataType.TIMESTAMP_NTZ) {
      return TimeText.dateTime(text, text.length());
    }
    if (type == DataType.TIMESTAMP) {
      boolean utc = text.endsWith("Z");
      LocalDateTime time = TimeText.dateTime(text, utc ? text.length() - 1 : text.length());
      return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }
    return null;
  }

  private static @Nullable Object wholeNumber(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    if (text.length() == start || text.length() - start > 18) {
      return null;
    }
    long number = 0;
    for (int i = start; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return null;
      }
      number = number * 10 + digit;
    }
    return start == 1 ? -number : number;
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
