package org.tarnlake.maintenance.dump;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.TarnException;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.schema.Field;
import org.tarnlake.table.action.SchemaJson;

/**
 * JSON values as text for people: one field a line, nested ones indented, points in time also as
 * dates, schemas and statistics unfolded. Control characters never reach the output. Stateless.
 */
final class JsonText {
  private static final Set<String> MILLIS =
      Set.of(
          "timestamp",
          "inCommitTimestamp",
          "inCommitTimestampOpt",
          "modificationTime",
          "deletionTimestamp",
          "createdTime",
          "lastUpdated");
  private static final int WIDEST_NAME = 24;

  private JsonText() {}

  /** Hands over the fields of an object, each in one line or more, indented by that many spaces. */
  static void fields(Map<?, ?> object, int indent, Consumer<String> out) {
    int width = 0;
    for (Object name : object.keySet()) {
      width = Math.max(width, printable((String) name).length());
    }
    for (Map.Entry<?, ?> each : object.entrySet()) {
      field((String) each.getKey(), each.getValue(), indent, Math.min(width, WIDEST_NAME), out);
    }
  }

  private static void field(
      String name, @Nullable Object value, int indent, int width, Consumer<String> out) {
    String label = " ".repeat(indent) + printable(name);
    Object unfolded = unfolded(name, value);
    if (unfolded instanceof Map<?, ?> map && !map.isEmpty()) {
      out.accept(label);
      fields(map, indent + 2, out);
    } else if (unfolded instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance)) {
      out.accept(label);
      list.forEach(each -> element(each, indent + 2, out));
    } else {
      String padding = " ".repeat(Math.max(0, width - printable(name).length()) + 2);
      out.accept(label + padding + scalar(unfolded) + date(name, unfolded));
    }
  }

  private static void element(@Nullable Object value, int indent, Consumer<String> out) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      out.accept(" ".repeat(indent) + "-");
      fields(map, indent + 2, out);
    } else {
      out.accept(" ".repeat(indent) + "- " + scalar(value));
    }
  }

  /** JSON that stands in a string, as what it means; any other value as it is. */
  private static @Nullable Object unfolded(String name, @Nullable Object value) {
    if (!(value instanceof String text)) {
      return value;
    }
    try {
      if (name.equals("schemaString")) {
        return columns(text);
      }
      return name.equals("stats") ? JsonReader.parseObject(text) : text;
    } catch (JsonFormatException | TarnException | IllegalArgumentException e) {
      return text;
    }
  }

  private static Map<String, String> columns(String schema) {
    Map<String, String> columns = new java.util.LinkedHashMap<>();
    for (Field field : SchemaJson.read(schema).fields()) {
      String metadata = field.metadata().isEmpty() ? "" : " " + JsonWriter.text(field.metadata());
      columns.put(
          field.name(), field.type().text() + (field.nullable() ? "" : " not null") + metadata);
    }
    return columns;
  }

  private static String scalar(@Nullable Object value) {
    if (value instanceof String text && !text.isBlank() && text.equals(text.strip())) {
      return printable(text);
    }
    return printable(JsonWriter.text(value));
  }

  private static String date(String name, @Nullable Object value) {
    try {
      return MILLIS.contains(name) && value instanceof Long millis
          ? "  (" + Instant.ofEpochMilli(millis) + ")"
          : "";
    } catch (DateTimeException e) {
      return "";
    }
  }

  /** A text without control characters: they are written as in JSON. */
  static String printable(String text) {
    StringBuilder out = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                out.append((char) c);
              }
            });
    return out.toString();
  }
}
