package org.tarnlake.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.mapping.shape.ClassShape;
import org.tarnlake.mapping.shape.Property;
import org.tarnlake.row.Row;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/**
 * Makes of a record, a bean, a Map or a Row the values of columns, or of a struct's fields. What a
 * class has is matched to them once. Safe for many threads.
 */
final class StructWriter implements ValueWriter {
  private final StructType type;
  private final ColumnNames names;
  private final ValueWriter[] fields;
  private final Map<Integer, Object> defaults;

  /** Of each class which property each column has; null where it has none. */
  private final ClassValue<@Nullable Property[]> classes =
      new ClassValue<>() {
        @Override
        protected @Nullable Property[] computeValue(Class<?> each) {
          return match(ClassShape.of(each));
        }
      };

  /**
   * @param path what stands before a field's name in messages: empty, or {@code address.}
   */
  StructWriter(StructType type, String path) {
    this(type, path, Map.of());
  }

  /**
   * @param defaults values, by position, of fields that an object does not have
   */
  StructWriter(StructType type, String path, Map<Integer, Object> defaults) {
    this.type = type;
    this.defaults = defaults;
    this.names = new ColumnNames(type, path);
    this.fields = new ValueWriter[type.size()];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = ValueWriter.of(type.field(i).type(), names.pathIn(i));
    }
  }

  @Override
  public Object write(Object value) {
    if (value instanceof Row row) {
      return row(row);
    }
    if (value instanceof Map<?, ?> map) {
      return map(map);
    }
    if (ClassShape.isObject(value.getClass())) {
      return object(value);
    }
    if (value instanceof List<?> list) {
      return values(list.toArray());
    }
    return value instanceof Object[] array ? values(array) : value;
  }

  /** Values by position. */
  @Nullable Object[] values(@Nullable Object[] given) {
    if (given.length != fields.length) {
      return given;
    }
    @Nullable Object[] written = new @Nullable Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      written[i] = fields[i].writeOptional(given[i]);
    }
    return written;
  }

  private @Nullable Object[] object(Object object) {
    @Nullable Property[] properties = classes.get(object.getClass());
    @Nullable Object[] written = new @Nullable Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      Property property = properties[i];
      if (property != null) {
        written[i] = fields[i].writeOptional(property.get(object));
      } else {
        written[i] = defaults.get(i);
      }
    }
    return written;
  }

  private @Nullable Property[] match(ClassShape shape) {
    String owner = ClassShape.text(shape.type());
    @Nullable Property[] properties = new @Nullable Property[fields.length];
    for (Property each : shape.properties()) {
      int ordinal = names.find(each.name(), owner);
      if (properties[ordinal] != null) {
        throw names.twice(ordinal, owner);
      }
      properties[ordinal] = each;
    }
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      Field field = type.field(i);
      if (properties[i] == null && !field.nullable() && !defaults.containsKey(i)) {
        missing.add(names.text(i));
      }
    }
    if (!missing.isEmpty()) {
      throw new InvalidDataException(
          "%s has no property for '%s', which must not be null; add it, or let the column be null (tarn alter ... null)"
              .formatted(owner, String.join("', '", missing)));
    }
    return properties;
  }

  private @Nullable Object[] row(Row row) {
    @Nullable Object[] written = new @Nullable Object[fields.length];
    boolean[] given = new boolean[fields.length];
    for (int i = 0; i < row.type().size(); i++) {
      put(written, given, row.type().field(i).name(), row.get(i), "a row");
    }
    return withDefaults(written, given);
  }

  private @Nullable Object[] map(Map<?, ?> map) {
    @Nullable Object[] written = new @Nullable Object[fields.length];
    boolean[] given = new boolean[fields.length];
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      put(written, given, String.valueOf(entry.getKey()), entry.getValue(), "a map");
    }
    return withDefaults(written, given);
  }

  private @Nullable Object[] withDefaults(@Nullable Object[] written, boolean[] given) {
    defaults.forEach(
        (ordinal, value) -> written[ordinal] = given[ordinal] ? written[ordinal] : value);
    return written;
  }

  private void put(
      @Nullable Object[] written,
      boolean[] given,
      String name,
      @Nullable Object value,
      String owner) {
    int ordinal = names.find(name, owner);
    if (given[ordinal]) {
      throw names.twice(ordinal, owner);
    }
    given[ordinal] = true;
    written[ordinal] = fields[ordinal].writeOptional(value);
  }
}
