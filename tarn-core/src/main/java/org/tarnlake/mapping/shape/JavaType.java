package org.tarnlake.mapping.shape;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A type of Java as a mapper sees it: a class and the types of its elements. Immutable.
 *
 * @param raw the class; of a variable or a wildcard its bound
 * @param arguments such as the element of a list; empty if they are not told
 */
public record JavaType(Class<?> raw, List<JavaType> arguments) {
  public JavaType {
    arguments = List.copyOf(arguments);
  }

  /** What a type of the JDK's reflection means. */
  public static JavaType of(Type type) {
    if (type instanceof Class<?> raw) {
      return new JavaType(raw, List.of());
    }
    if (type instanceof ParameterizedType generic) {
      List<JavaType> arguments =
          Arrays.stream(generic.getActualTypeArguments()).map(JavaType::argument).toList();
      return new JavaType((Class<?>) generic.getRawType(), arguments);
    }
    if (type instanceof WildcardType wildcard) {
      return of(wildcard.getUpperBounds()[0]);
    }
    if (type instanceof GenericArrayType array) {
      Class<?> element = of(array.getGenericComponentType()).raw();
      return new JavaType(element.arrayType(), List.of());
    }
    // A variable, whose bound may name the variable itself: its class is enough.
    Type bound = ((TypeVariable<?>) type).getBounds()[0];
    Type raw = bound instanceof ParameterizedType generic ? generic.getRawType() : bound;
    return raw instanceof Class<?> found ? of(found) : of(Object.class);
  }

  private static JavaType argument(Type type) {
    return of(type);
  }

  /** The type of an element, a key or a value; Object if it is not told. */
  public JavaType argument(int i) {
    return i < arguments.size() ? arguments.get(i) : of(Object.class);
  }

  /** As a program writes it, without packages. */
  public String text() {
    return arguments.isEmpty()
        ? raw.getSimpleName()
        : arguments.stream()
            .map(JavaType::text)
            .collect(Collectors.joining(", ", raw.getSimpleName() + "<", ">"));
  }
}
