package org.tarnlake.mapping.shape;

import java.lang.invoke.MethodHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;

/**
 * What a record or a bean is made of, and how one is made. Immutable.
 *
 * <p>The properties of a record are its components, in their order. Those of a bean are what it has
 * public getters for, {@code getName} or {@code isReady}, sorted by name; in a class with setters
 * only those that can be set too, since others are derived. Reflection is done when the shape is
 * made, not when it is used.
 */
public final class ClassShape {
  private final Class<?> type;
  private final List<Property> properties;
  private final @Nullable MethodHandle constructor;

  /**
   * @param constructor of a record, takes the values as Object[] and returns Object; of a bean,
   *     takes nothing; null if no bean can be made
   */
  ClassShape(Class<?> type, List<Property> properties, @Nullable MethodHandle constructor) {
    this.type = type;
    this.properties = List.copyOf(properties);
    this.constructor = constructor;
  }

  /**
   * The shape of a class.
   *
   * @throws InvalidDataException if it is neither record nor bean, or is closed to Tarn; the
   *     message says what to do
   */
  public static ClassShape of(Class<?> type) {
    if (!isObject(type)) {
      throw new InvalidDataException(
          "%s is no record and no bean, and stands for no row; pass a record, or a class with getters"
              .formatted(text(type)));
    }
    return type.isRecord() ? Records.shape(type) : Beans.shape(type);
  }

  /** Whether a class may be a record or bean of a program: not one of the JDK's own, no enum. */
  public static boolean isObject(Class<?> type) {
    return !(type.isPrimitive()
        || type.isArray()
        || type.isEnum()
        || Enum.class.isAssignableFrom(type)
        || type.getName().startsWith("java.")
        || CharSequence.class.isAssignableFrom(type)
        || Number.class.isAssignableFrom(type)
        || Iterable.class.isAssignableFrom(type));
  }

  /** The class as messages name it. */
  public static String text(Class<?> type) {
    String simple = type.getSimpleName();
    return (type.isRecord() ? "record " : "class ") + (simple.isEmpty() ? type.getName() : simple);
  }

  public Class<?> type() {
    return type;
  }

  public List<Property> properties() {
    return properties;
  }

  /**
   * Throws InvalidDataException if no object can be made, but by a constructor that Tarn does not
   * know.
   */
  public void requireMaking() {
    boolean sets = type.isRecord() || properties.stream().allMatch(each -> each.setter() != null);
    if (constructor == null || !sets) {
      throw new InvalidDataException(
          "%s cannot be made of a row: it has %s; make it a record, or give it a constructor without arguments and setters"
              .formatted(
                  text(type),
                  constructor == null ? "no constructor without arguments" : "no setters"));
    }
  }

  /** An object of these values, one for each property. */
  public Object make(@Nullable Object[] values) {
    if (constructor == null) {
      throw new AssertionError(type);
    }
    try {
      if (type.isRecord()) {
        return (Object) constructor.invokeExact(values);
      }
      Object bean = (Object) constructor.invokeExact();
      for (int i = 0; i < values.length; i++) {
        properties.get(i).set(bean, values[i]);
      }
      return bean;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new InvalidDataException("%s could not be made: %s".formatted(text(type), e), e);
    }
  }
}
