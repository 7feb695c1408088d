package org.tarnlake.mapping.shape;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tarnlake.error.InvalidDataException;

/** The shape of a record. Stateless. */
final class Records {
  private Records() {}

  static ClassShape shape(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (components.length == 0) {
      throw new InvalidDataException(
          "%s has no components, and stands for no row".formatted(ClassShape.text(type)));
    }
    List<Property> properties = new ArrayList<>(components.length);
    for (RecordComponent each : components) {
      properties.add(
          new Property(
              each.getName(),
              JavaType.of(each.getGenericType()),
              Access.of(each.getAccessor(), type),
              null));
    }
    return new ClassShape(type, properties, constructor(type, components));
  }

  private static MethodHandle constructor(Class<?> type, RecordComponent[] components) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Constructor<?> canonical;
    try {
      canonical = type.getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new AssertionError("every record has its canonical constructor", e);
    }
    return Access.of(canonical).asSpreader(Object[].class, components.length);
  }
}
