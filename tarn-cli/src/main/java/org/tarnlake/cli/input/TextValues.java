package org.tarnlake.cli.input;

import java.time.Instant;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.Untyped;
import org.tarnlake.schema.ValueText;
import org.tarnlake.schema.Values;

/**
 * Values written as text: numbers as {@link NumberText} tells, other scalars as {@link ValueText}
 * does, structs, lists and maps as JSON. What a type would change is refused. Stateless.
 */
final class TextValues {
  private TextValues() {}

  /**
   * The value in a column without a type, which takes numbers and booleans as such; a time of one
   * of the forms is the text that ISO 8601 has for it.
   */
  static @Nullable Object untyped(String text, TextForms forms) {
    DataType timeType = forms.timeType(text);
    if (timeType != null) {
      Object time = forms.time(timeType, text);
      return time == null ? text : ValueText.format(timeType, Values.canonical(timeType, time));
    }
    if (text.startsWith("\"")) {
      return text;
    }
    Object value = Untyped.decode(forms.plainNumber(text).toString());
    return value instanceof String ? text : value;
  }

  /**
   * The value of a type that a text stands for, numbers and times being written in these forms,
   * perhaps with blanks around them.
   *
   * @throws InvalidDataException if it stands for none, or for one that the type cannot hold
   */
  static @Nullable Object parse(DataType type, CharSequence all, TextForms forms) {
    CharSequence text = mayHaveBlanks(type) ? TextForms.withoutBlanks(all) : all;
    if (forms.isPlain()) {
      return parse(type, text);
    }
    if (!forms.arePlainNumbers() && isNumeric(type)) {
      try {
        return NumberText.parse(type, forms.plainNumber(text));
      } catch (InvalidDataException e) {
        String form =
            forms.decimalComma()
                ? "a decimal comma"
                : "--thousands " + Words.shell("" + forms.thousands());
        String problem =
            NumberText.form(forms.plainNumber(text)) == NumberText.Form.NONE
                ? "'%s' is no %s with %s".formatted(text, type.text(), form)
                : "%s does not fit %s without loss".formatted(text, type.text());
        throw new InvalidDataException(problem, e);
      }
    }
    boolean isTime =
        type == DataType.DATE || type == DataType.TIMESTAMP || type == DataType.TIMESTAMP_NTZ;
    Object time = isTime ? forms.time(type, text) : null;
    return time != null ? time : parse(type, text);
  }

  /**
   * The value of a type that a text stands for.
   *
   * @throws InvalidDataException if it stands for none, or for one that the type cannot hold
   */
  static @Nullable Object parse(DataType type, CharSequence characters) {
    if (type == DataType.STRING) {
      return characters.toString();
    }
    if (!(type instanceof PrimitiveType || type instanceof DecimalType)) {
      return nested(type, characters.toString());
    }
    if (isNumeric(type)) {
      return NumberText.parse(type, characters);
    }
    Object common = commonTime(type, characters);
    if (common != null) {
      return common;
    }
    String text = characters.toString();
    Object value = Values.external(type, ValueText.parse(type, text));
    if ((value instanceof Instant || value instanceof LocalDateTime)
        && TimeText.isFinerThanMicroseconds(text)) {
      throw new InvalidDataException(
          "'%s' is finer than microseconds, the finest that %s keeps".formatted(text, type.text()));
    }
    return value;
  }

  private static boolean mayHaveBlanks(DataType type) {
    return type != DataType.STRING
        && type != DataType.BINARY
        && (type instanceof PrimitiveType || type instanceof DecimalType);
  }

  static boolean isNumeric(DataType type) {
    if (!(type instanceof PrimitiveType primitive)) {
      return type instanceof DecimalType;
    }
    return switch (primitive) {
      case BYTE, SHORT, INT, LONG, FLOAT, DOUBLE -> true;
      case BOOLEAN, STRING, BINARY, DATE, TIMESTAMP, TIMESTAMP_NTZ -> false;
    };
  }

  /** The value of a time in its most common form; null in any other case. */
  private static @Nullable Object commonTime(DataType type, CharSequence text) {
    int length = text.length();
    if (type == DataType.DATE) {
      return TimeText.date(text);
    }
    if (type == DataType.TIMESTAMP_NTZ) {
      return TimeText.dateTime(text, length);
    }
    if (type == DataType.TIMESTAMP) {
      boolean utc = length > 0 && text.charAt(length - 1) == 'Z';
      return TimeText.instant(text, utc ? length - 1 : length);
    }
    return null;
  }

  private static @Nullable Object nested(DataType type, String text) {
    Object json;
    try {
      JsonReader reader = JsonReader.of(text).keepingNumbers();
      json = reader.value();
      reader.requireEnd();
    } catch (JsonFormatException e) {
      throw new InvalidDataException(
          "'%s' is no JSON of type %s: %s".formatted(text, type.text(), e.getMessage()), e);
    }
    return JsonValues.value(type, json);
  }
}
