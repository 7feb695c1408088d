package org.tarnlake.row;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows as maps, nested ones included. Stateless. */
final class RowMaps {
  private RowMaps() {}

  static Map<String, @Nullable Object> of(Row row) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < row.type().size(); i++) {
      map.put(row.type().field(i).name(), value(row.get(i)));
    }
    return map;
  }

  private static @Nullable Object value(@Nullable Object value) {
    if (value instanceof Row row) {
      return of(row);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>(list.size());
      list.forEach(each -> copy.add(value(each)));
      return copy;
    }
    if (value instanceof Map<?, ?> map) {
      Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((k, v) -> copy.put(value(k), value(v)));
      return copy;
    }
    return value;
  }
}
