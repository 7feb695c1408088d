package org.tarnlake.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.mapping.shape.ClassShape;
import org.tarnlake.mapping.shape.JavaType;
import org.tarnlake.mapping.shape.Property;

/** The columns that hold what a record or bean has. One thread at a time. */
final class ClassSchema {
  private final Class<?> root;
  private final Deque<Class<?>> around = new ArrayDeque<>();

  private ClassSchema(Class<?> root) {
    this.root = root;
  }

  /**
   * @param given columns that are as they are given, whatever the class says
   */
  static Schema of(Class<?> type, Field... given) {
    Map<String, Field> fixed = new LinkedHashMap<>();
    for (Field each : given) {
      fixed.put(each.name(), each);
    }
    List<Field> columns = new ArrayList<>();
    ClassSchema walk = new ClassSchema(type);
    walk.around.push(type);
    List<String> names = new ArrayList<>();
    for (Property property : ClassShape.of(type).properties()) {
      names.add(property.name());
      Field column = fixed.remove(property.name());
      columns.add(column == null ? walk.field(property, "") : column);
    }
    for (String unknown : fixed.keySet()) {
      throw new InvalidDataException(
          "%s has nothing of the name '%s'%s; it has %s"
              .formatted(
                  ClassShape.text(type),
                  unknown,
                  NameHint.didYouMean(unknown, names),
                  NameHint.list(names)));
    }
    return new Schema(new StructType(columns), List.of());
  }

  private Field field(Property property, String path) {
    JavaType type = property.type();
    DataType found = type(type, path + property.name());
    return type.raw().isPrimitive()
        ? Field.required(property.name(), found)
        : Field.optional(property.name(), found);
  }

  private DataType type(JavaType type, String path) {
    Class<?> raw = type.raw();
    DataType scalar = isText(raw) ? DataType.STRING : Values.typeOf(raw);
    if (scalar != null) {
      return scalar;
    }
    if (raw == Optional.class) {
      return type(type.argument(0), path);
    }
    if (raw == List.class || raw == Collection.class || raw == Set.class) {
      return DataType.list(type(type.argument(0), path));
    }
    if (raw == Map.class) {
      return DataType.map(type(type.argument(0), path), type(type.argument(1), path));
    }
    if (!ClassShape.isObject(raw) || raw.isInterface()) {
      throw unknown(type, path);
    }
    if (around.contains(raw)) {
      throw new InvalidDataException(
          "'%s' of %s holds itself: %s; a column cannot"
              .formatted(path, ClassShape.text(root), ClassShape.text(raw)));
    }
    around.push(raw);
    Field[] fields =
        ClassShape.of(raw).properties().stream()
            .map(each -> field(each, path + "."))
            .toArray(Field[]::new);
    around.pop();
    return DataType.struct(fields);
  }

  private static boolean isText(Class<?> raw) {
    return raw.isEnum() || raw == char.class || raw == Character.class;
  }

  private InvalidDataException unknown(JavaType type, String path) {
    String column = path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
    String example = example(type.raw());
    boolean isNested = !column.equals(path) || example == null;
    return new InvalidDataException(
        "'%s' of %s is of type %s, which does not say what its column holds; give the column: Schema.of(%s.class, Field.optional(\"%s\", %s))"
            .formatted(
                path,
                ClassShape.text(root),
                type.text(),
                root.getSimpleName(),
                column,
                isNested ? "DataType…" : example));
  }

  private static @Nullable String example(Class<?> raw) {
    if (raw == BigDecimal.class) {
      return "DataType.decimal(18, 2)";
    }
    return raw == BigInteger.class ? "DataType.decimal(38, 0)" : null;
  }
}
