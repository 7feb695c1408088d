package org.tarnlake.maintenance.text;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;

/**
 * JSON objects as maps, and their fields, each required to be of one kind. What is missing or of
 * another kind is a JsonFormatException that names the field. Stateless.
 */
public final class Json {
  private Json() {}

  /** The object that some bytes are. */
  public static Map<String, @Nullable Object> object(byte[] bytes, int start, int end) {
    JsonReader reader = JsonReader.of(bytes, start, end - start);
    if (!reader.nextObject()) {
      throw new JsonFormatException("it is blank");
    }
    Map<String, @Nullable Object> object = reader.currentObject();
    reader.requireEnd();
    return object;
  }

  public static Map<?, ?> map(Map<?, ?> object, String field) {
    return is(object.get(field), Map.class, field, "an object");
  }

  public static long number(Map<?, ?> object, String field) {
    return is(object.get(field), Long.class, field, "an integer");
  }

  public static String text(Map<?, ?> object, String field) {
    return is(object.get(field), String.class, field, "a string");
  }

  public static UUID uuid(Map<?, ?> object, String field) {
    String text = text(object, field);
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new JsonFormatException("'%s' is '%s', no UUID".formatted(field, text), e);
    }
  }

  public static List<String> texts(Map<?, ?> object, String field) {
    List<?> list = is(object.get(field), List.class, field, "an array of strings");
    if (!list.stream().allMatch(String.class::isInstance)) {
      throw new JsonFormatException("'%s' is no array of strings".formatted(field));
    }
    return list.stream().map(String.class::cast).toList();
  }

  private static <T> T is(@Nullable Object value, Class<T> kind, String field, String words) {
    if (!kind.isInstance(value)) {
      throw new JsonFormatException(
          value == null
              ? "it lacks '%s'".formatted(field)
              : "'%s' is %s, not %s".formatted(field, value, words));
    }
    return kind.cast(value);
  }
}
