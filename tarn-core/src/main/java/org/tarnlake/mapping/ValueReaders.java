package org.tarnlake.mapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.mapping.shape.ClassShape;
import org.tarnlake.mapping.shape.JavaType;
import org.tarnlake.row.Row;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.StructType;

/** Which types of a program can have the values of which columns. Stateless. */
final class ValueReaders {
  private ValueReaders() {}

  /** A type cannot have a column's values. */
  static final class Unfit extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unfit() {
      super(null, null, false, false);
    }
  }

  /**
   * The reader of a column's values.
   *
   * @param path what stands before the names of its fields in messages
   * @throws Unfit if the type cannot have them
   */
  static ValueReader of(Field column, String path, JavaType wanted) {
    return column.isUntyped() ? ScalarReaders.untyped(wanted) : of(column.type(), path, wanted);
  }

  private static ValueReader of(DataType type, String path, JavaType wanted) {
    Class<?> raw = wanted.raw();
    if (raw == Optional.class) {
      ValueReader present = of(type, path, wanted.argument(0));
      return value -> Optional.ofNullable(present.read(value));
    }
    boolean isAny = raw == Object.class;
    if (type == DataType.VOID) {
      return value -> value;
    }
    if (type instanceof StructType struct) {
      return struct(struct, path, isAny ? JavaType.of(Map.class) : wanted);
    }
    if (type instanceof ListType list) {
      return list(list, path, isAny ? JavaType.of(List.class) : wanted);
    }
    if (type instanceof MapType map) {
      return map(map, path, isAny ? JavaType.of(Map.class) : wanted);
    }
    return isAny ? value -> value : ScalarReaders.of(type, wanted);
  }

  private static ValueReader struct(StructType type, String path, JavaType wanted) {
    if (wanted.raw() == Map.class) {
      return ValueReader.ofPresent(value -> ((Row) value).toMap());
    }
    if (wanted.raw() == Row.class) {
      return value -> value;
    }
    if (!ClassShape.isObject(wanted.raw())) {
      throw new Unfit();
    }
    return ObjectReader.of(new ColumnNames(type, path), wanted);
  }

  private static ValueReader list(ListType type, String path, JavaType wanted) {
    boolean isSet = wanted.raw() == Set.class;
    if (!isSet && !wanted.raw().isAssignableFrom(List.class)) {
      throw new Unfit();
    }
    ValueReader element = of(type.element(), path + "element.", wanted.argument(0));
    return ValueReader.ofPresent(
        value -> {
          List<?> given = (List<?>) value;
          Collection<@Nullable Object> made =
              isSet ? new LinkedHashSet<>() : new ArrayList<>(given.size());
          for (Object each : given) {
            if (!made.add(element.read(each))) {
              throw new InvalidDataException(
                  "%s stands twice, which a Set cannot hold; make it a List".formatted(each));
            }
          }
          return made;
        });
  }

  private static ValueReader map(MapType type, String path, JavaType wanted) {
    if (wanted.raw() != Map.class) {
      throw new Unfit();
    }
    ValueReader key = of(type.key(), path + "key.", wanted.argument(0));
    ValueReader item = of(type.value(), path + "value.", wanted.argument(1));
    return ValueReader.ofPresent(
        value -> {
          Map<@Nullable Object, @Nullable Object> made = new LinkedHashMap<>();
          for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
            Object found = key.read(entry.getKey());
            if (made.containsKey(found)) {
              throw new InvalidDataException(
                  "key %s stands twice, being read as %s; read the keys as what has all of them"
                      .formatted(entry.getKey(), found));
            }
            made.put(found, item.read(entry.getValue()));
          }
          return made;
        });
  }

  /** What a property of a column's type may be. */
  static String expected(DataType type) {
    if (type instanceof StructType) {
      return "a record, a bean, a Map or a Row";
    }
    if (type instanceof ListType) {
      return "a List or a Set";
    }
    if (type instanceof MapType) {
      return "a Map";
    }
    if (!(type instanceof PrimitiveType primitive)) {
      return "a BigDecimal";
    }
    return switch (primitive) {
      case BOOLEAN -> "a boolean";
      case BYTE, SHORT, INT, LONG -> "a number, such as long";
      case FLOAT, DOUBLE -> "a double";
      case STRING -> "a String, a char or an enum";
      case BINARY -> "a byte[]";
      case DATE -> "a LocalDate";
      case TIMESTAMP -> "an Instant";
      case TIMESTAMP_NTZ -> "a LocalDateTime";
    };
  }
}
