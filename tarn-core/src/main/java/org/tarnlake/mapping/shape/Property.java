package org.tarnlake.mapping.shape;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;

/**
 * A component of a record, or what a bean has a getter for. Immutable.
 *
 * @param type what is set; of a bean without setters, what is got
 * @param getter takes the object and returns the value, both as Object
 * @param setter takes a bean and the value, both as Object; null if there is none
 */
public record Property(
    String name, JavaType type, MethodHandle getter, @Nullable MethodHandle setter) {

  /** The value in an object. */
  public @Nullable Object get(Object object) {
    try {
      return getter.invokeExact(object);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw failed(object, "got", e);
    }
  }

  void set(Object bean, @Nullable Object value) {
    if (setter == null) {
      throw new AssertionError(name);
    }
    try {
      setter.invokeExact(bean, value);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw failed(bean, "set", e);
    }
  }

  private InvalidDataException failed(Object object, String done, Throwable why) {
    return new InvalidDataException(
        "property '%s' of %s could not be %s: %s"
            .formatted(name, ClassShape.text(object.getClass()), done, why),
        why);
  }
}
