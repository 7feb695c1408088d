package org.tarnlake.judge;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Rows;
import org.tarnlake.Scan;
import org.tarnlake.row.Row;
import org.tarnlake.schema.StructType;
import org.tarnlake.schema.Untyped;

/**
 * Rows as Tarn shows them, made of values that compare exactly: structs and lists are lists, bytes
 * are buffers, floating-point numbers are equal by {@link Double#equals}, which tells -0.0 from
 * 0.0. A scalar without a type is the text that the file holds, as other engines see it. Stateless.
 */
public final class TarnValues {
  private TarnValues() {}

  public static List<List<@Nullable Object>> rows(Scan scan) {
    List<List<@Nullable Object>> all = new ArrayList<>();
    try (Rows rows = scan.rows()) {
      while (rows.next()) {
        all.add(fields(rows));
      }
    }
    return all;
  }

  private static List<@Nullable Object> fields(Row row) {
    StructType type = row.type();
    List<@Nullable Object> fields = new ArrayList<>();
    for (int i = 0; i < type.size(); i++) {
      Object value = row.get(i);
      fields.add(
          value != null && type.field(i).isUntyped() ? Untyped.encode(value) : comparable(value));
    }
    return fields;
  }

  private static @Nullable Object comparable(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    } else if (value instanceof Row row) {
      return fields(row);
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> elements = new ArrayList<>();
      list.forEach(element -> elements.add(comparable(element)));
      return elements;
    } else if (value instanceof Map<?, ?> map) {
      Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
      map.forEach((key, item) -> entries.put(comparable(key), comparable(item)));
      return entries;
    }
    return value;
  }
}
