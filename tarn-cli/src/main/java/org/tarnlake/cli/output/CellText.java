package org.tarnlake.cli.output;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.row.Row;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.StructType;
import org.tarnlake.schema.ValueText;
import org.tarnlake.schema.Values;

/**
 * The values of rows as text and as JSON, such that an import reads them back. Times and binary are
 * as {@link ValueText} writes them, structs, lists and maps are JSON. Stateless.
 */
public final class CellText {
  private CellText() {}

  /** The text of a value other than null. */
  static String text(Object value) {
    if (isPlain(value)) {
      return value instanceof Double number ? amount(number) : value.toString();
    }
    if (value instanceof Row || value instanceof List<?> || value instanceof Map<?, ?>) {
      return JsonWriter.text(json(value));
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof Instant instant) {
      return ValueText.format(DataType.TIMESTAMP, Values.canonical(DataType.TIMESTAMP, instant));
    }
    if (value instanceof LocalDateTime time) {
      return ValueText.format(
          DataType.TIMESTAMP_NTZ, Values.canonical(DataType.TIMESTAMP_NTZ, time));
    }
    return String.valueOf(json(value));
  }

  /** As {@link Double#toString} writes it, faster for amounts with up to two decimals. */
  static String amount(double number) {
    double rounded = Math.rint(number * 100);
    if (rounded == 0 || Math.abs(rounded) >= 1e9 || rounded / 100 != number) {
      return Double.toString(number);
    }
    long hundredths = (long) Math.abs(rounded);
    StringBuilder text = new StringBuilder(12);
    text.append(number < 0 ? "-" : "").append(hundredths / 100).append('.');
    text.append((char) ('0' + hundredths / 10 % 10));
    if (hundredths % 10 > 0) {
      text.append((char) ('0' + hundredths % 10));
    }
    return text.toString();
  }

  /** Whether a value is of a class that most are of, which is asked faster than for interfaces. */
  private static boolean isPlain(@Nullable Object value) {
    return value instanceof String
        || value instanceof Long
        || value instanceof Double
        || value instanceof Integer
        || value instanceof Boolean;
  }

  /**
   * A row as a JSON object.
   *
   * @param values one for each column
   */
  public static String json(StructType columns, @Nullable Object[] values) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      object.put(columns.field(i).name(), json(values[i]));
    }
    return JsonWriter.text(object);
  }

  /** What {@link JsonWriter} takes for a value. */
  static @Nullable Object json(@Nullable Object value) {
    if (isPlain(value)) {
      return value;
    }
    if (value instanceof Row row) {
      Map<String, @Nullable Object> struct = new LinkedHashMap<>();
      for (int i = 0; i < row.type().size(); i++) {
        struct.put(row.type().field(i).name(), json(row.get(i)));
      }
      return struct;
    }
    if (value instanceof List<?> elements) {
      List<@Nullable Object> list = new ArrayList<>(elements.size());
      elements.forEach(element -> list.add(json(element)));
      return list;
    }
    if (value instanceof Map<?, ?> entries) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      entries.forEach((key, inner) -> map.put(text(key), json(inner)));
      return map;
    }
    return scalar(value);
  }

  private static @Nullable Object scalar(@Nullable Object value) {
    if (value instanceof Instant || value instanceof LocalDateTime) {
      return text(value).replace(' ', 'T');
    }
    if (value instanceof LocalDate date) {
      return date.toString();
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof Byte || value instanceof Short) {
      return ((Number) value).intValue();
    }
    return value;
  }
}
