package org.tarnlake.argument;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses null where users pass it, by the parameter's name: a NullPointerException from somewhere
 * inside would not tell which argument was wrong. Stateless.
 */
public final class Argument {
  private Argument() {}

  /**
   * The value, which is not null.
   *
   * @param name the parameter
   * @param expected what to pass, such as {@code a table's name}
   * @throws IllegalArgumentException if it is null
   */
  public static <T> T require(@Nullable T value, String name, String expected) {
    if (value == null) {
      throw missing(name, expected);
    }
    return value;
  }

  /** An array without a null in it. Throws IllegalArgumentException otherwise. */
  public static <T> T[] requireAll(@Nullable T @Nullable [] values, String name, String expected) {
    return requireEach(require(values, name, expected), name, expected);
  }

  @SuppressWarnings("NullAway") // each is looked at
  private static <T> T[] requireEach(@Nullable T[] values, String name, String expected) {
    for (T each : values) {
      if (each == null) {
        throw missing("one of the " + name, expected);
      }
    }
    return values;
  }

  /** A list of the same values, none of them null. Throws IllegalArgumentException otherwise. */
  public static <T> List<T> copy(
      @Nullable Collection<? extends T> values, String name, String expected) {
    for (T each : require(values, name, expected)) {
      require(each, "one of the " + name, expected);
    }
    return List.copyOf(require(values, name, expected));
  }

  private static IllegalArgumentException missing(String name, String expected) {
    return new IllegalArgumentException("%s is null; pass %s".formatted(name, expected));
  }
}
