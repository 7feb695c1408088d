package org.tarnlake.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.mapping.shape.ClassShape;
import org.tarnlake.mapping.shape.JavaType;
import org.tarnlake.mapping.shape.Property;
import org.tarnlake.row.Row;

/** Makes a record or bean of a row or struct. Safe for many threads. */
final class ObjectReader implements ValueReader {
  private final ClassShape shape;
  private final ColumnNames names;
  private final int[] ordinals;
  private final ValueReader[] readers;

  private ObjectReader(ClassShape shape, ColumnNames names, int[] ordinals, ValueReader[] readers) {
    this.shape = shape;
    this.names = names;
    this.ordinals = ordinals;
    this.readers = readers;
  }

  static ObjectReader of(ColumnNames names, JavaType type) {
    ClassShape shape = ClassShape.of(type.raw());
    shape.requireMaking();
    String owner = ClassShape.text(type.raw());
    List<Property> properties = shape.properties();
    int[] ordinals = new int[properties.size()];
    ValueReader[] readers = new ValueReader[ordinals.length];
    Set<Integer> taken = new HashSet<>();
    for (int i = 0; i < ordinals.length; i++) {
      Property property = properties.get(i);
      ordinals[i] = names.find(property.name(), owner);
      if (!taken.add(ordinals[i])) {
        throw names.twice(ordinals[i], owner);
      }
      try {
        readers[i] = reader(names, ordinals[i], property);
      } catch (ValueReaders.Unfit e) {
        throw new InvalidDataException(
            "column '%s' of type %s cannot be '%s' of %s, which is of type %s; make it %s"
                .formatted(
                    names.text(ordinals[i]),
                    names.columns().field(ordinals[i]).type().text(),
                    property.name(),
                    owner,
                    property.type().text(),
                    ValueReaders.expected(names.columns().field(ordinals[i]).type())),
            e);
      }
    }
    return new ObjectReader(shape, names, ordinals, readers);
  }

  private static ValueReader reader(ColumnNames names, int ordinal, Property property) {
    ValueReader reader =
        ValueReaders.of(names.columns().field(ordinal), names.pathIn(ordinal), property.type());
    if (!property.type().raw().isPrimitive()) {
      return reader;
    }
    return value -> {
      if (value == null) {
        throw new InvalidDataException(
            "it is null, and '%s' of type %s cannot be; make it an object or an Optional"
                .formatted(property.name(), property.type().text()));
      }
      return reader.read(value);
    };
  }

  /** The columns that it needs. */
  List<String> columns() {
    List<String> needed = new ArrayList<>();
    for (int ordinal : ordinals) {
      needed.add(names.columns().field(ordinal).name());
    }
    return needed;
  }

  @Override
  public @Nullable Object read(@Nullable Object value) {
    return value == null ? null : make((Row) value);
  }

  /** The object of a row. */
  Object make(Row row) {
    @Nullable Object[] values = new @Nullable Object[ordinals.length];
    for (int i = 0; i < ordinals.length; i++) {
      try {
        values[i] = readers[i].read(row.get(ordinals[i]));
      } catch (InvalidDataException e) {
        throw new InvalidDataException(
            "column '%s', read as %s: %s"
                .formatted(names.text(ordinals[i]), ClassShape.text(shape.type()), e.getMessage()),
            e);
      }
    }
    return shape.make(values);
  }
}
