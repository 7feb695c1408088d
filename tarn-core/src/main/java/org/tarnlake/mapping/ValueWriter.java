package org.tarnlake.mapping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;

/**
 * Makes of a program's value one that {@link org.tarnlake.row.RowValues} takes: of the records and
 * beans in it their fields, of an Optional what is in it. Safe for many threads.
 */
@FunctionalInterface
interface ValueWriter {
  @Nullable Object write(Object value);

  /** What a value of a column becomes; null stays null. */
  default @Nullable Object writeOptional(@Nullable Object value) {
    Object present = value instanceof Optional<?> optional ? optional.orElse(null) : value;
    return present == null ? null : write(present);
  }

  /**
   * The writer of a type.
   *
   * @param path what stands before the names of fields in messages
   */
  static ValueWriter of(DataType type, String path) {
    if (type instanceof StructType struct) {
      return new StructWriter(struct, path);
    }
    if (type instanceof ListType list) {
      ValueWriter element = of(list.element(), path + "element.");
      return value -> list(element, value);
    }
    if (!(type instanceof MapType map)) {
      return value -> value;
    }
    ValueWriter key = of(map.key(), path + "key.");
    ValueWriter item = of(map.value(), path + "value.");
    return value -> map(key, item, value);
  }

  /** Whether a value may have records or beans in it. */
  static boolean hasStruct(DataType type) {
    return type instanceof StructType
        || (type instanceof ListType list && hasStruct(list.element()))
        || (type instanceof MapType map && (hasStruct(map.key()) || hasStruct(map.value())));
  }

  private static Object list(ValueWriter element, Object value) {
    Collection<?> given;
    if (value instanceof Collection<?> collection) {
      given = collection;
    } else if (value instanceof Object[] array) {
      given = Arrays.asList(array);
    } else {
      return value;
    }
    List<@Nullable Object> written = new ArrayList<>(given.size());
    given.forEach(each -> written.add(element.writeOptional(each)));
    return written;
  }

  private static Object map(ValueWriter key, ValueWriter item, Object value) {
    if (!(value instanceof Map<?, ?> given)) {
      return value;
    }
    Map<@Nullable Object, @Nullable Object> written = new LinkedHashMap<>();
    given.forEach((k, v) -> written.put(key.writeOptional(k), item.writeOptional(v)));
    return written;
  }
}
