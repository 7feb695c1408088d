package org.tarnlake.store.remote;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Settings in the environment. Where one goes by several names, the first that is set counts.
 *
 * @param values the environment
 */
public record Variables(Map<String, String> values) {
  public Variables {
    values = Map.copyOf(values);
  }

  /**
   * The environment of this process, and before it the system properties of the same names, as
   * vendors' libraries have them.
   *
   * @param isOne whether a name is that of a setting
   */
  public static Variables ofProcess(Predicate<String> isOne) {
    Map<String, String> values = new HashMap<>(System.getenv());
    for (String name : System.getProperties().stringPropertyNames()) {
      if (isOne.test(name)) {
        values.put(name, System.getProperty(name));
      }
    }
    return new Variables(values);
  }

  /** A setting without the spaces around it; null if it is not set, or blank. */
  public @Nullable String text(String... names) {
    String name = name(names);
    return name == null ? null : Objects.requireNonNull(values.get(name)).strip();
  }

  /** The name of the setting that counts; null if none is set, or all are blank. */
  public @Nullable String name(String... names) {
    for (String name : names) {
      String value = values.get(name);
      if (value != null && !value.isBlank()) {
        return name;
      }
    }
    return null;
  }

  /**
   * Whether something is switched on; null if nothing is said of it.
   *
   * @throws IllegalArgumentException if it is neither on nor off
   */
  public @Nullable Boolean choice(String name) {
    String value = text(name);
    if (value == null) {
      return null;
    }
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes", "on" -> true;
      case "false", "0", "no", "off" -> false;
      default ->
          throw new IllegalArgumentException(
              "%s is '%s'; set true or false".formatted(name, value));
    };
  }

  /**
   * How often something is done; null if nothing is said of it. A vendor's library reads it, too,
   * and takes no blanks.
   *
   * @throws IllegalArgumentException if it is no whole number from 1 on
   */
  public @Nullable Integer count(String... names) {
    for (String name : names) {
      String value = values.get(name);
      if (value != null && !value.matches("[1-9][0-9]{0,8}")) {
        throw new IllegalArgumentException(
            "%s is '%s'; set a whole number from 1 on".formatted(name, value));
      }
      if (value != null) {
        return Integer.valueOf(value);
      }
    }
    return null;
  }

  /** As {@link #choice}; off if nothing is said of it. */
  public boolean flag(String name) {
    return Boolean.TRUE.equals(choice(name));
  }
}
