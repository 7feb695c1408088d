package org.tarnlake.mapping.shape;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;

/** The shape of a class with getters, and setters if it has any. Stateless. */
final class Beans {
  private Beans() {}

  static ClassShape shape(Class<?> type) {
    Map<String, Method> getters = new TreeMap<>();
    Map<String, List<Method>> setters = new TreeMap<>();
    for (Method method : type.getMethods()) {
      if (Modifier.isStatic(method.getModifiers())
          || isReplaced(method, type)
          || method.getDeclaringClass() == Object.class) {
        continue;
      }
      String got = gotten(method);
      if (got != null) {
        // Of isOn and getOn the second counts, in whatever order the JDK lists them.
        getters.merge(got, method, (one, other) -> one.getName().startsWith("get") ? one : other);
      } else if (method.getParameterCount() == 1 && method.getName().startsWith("set")) {
        String set = property(method.getName(), "set");
        if (set != null) {
          setters.computeIfAbsent(set, name -> new ArrayList<>()).add(method);
        }
      }
    }
    requireGetters(type, getters, setters);
    List<Property> properties = new ArrayList<>();
    getters.forEach(
        (name, getter) -> {
          if (setters.isEmpty() || setters.containsKey(name)) {
            properties.add(property(type, name, getter, setters.get(name)));
          }
        });
    return new ClassShape(type, properties, constructor(type));
  }

  /**
   * Whether a method only calls another one of the same name and parameters. A bridge alone is what
   * a public class has of a method that it inherits from one that is not.
   */
  private static boolean isReplaced(Method method, Class<?> type) {
    return method.isBridge()
        && Arrays.stream(type.getMethods())
            .anyMatch(
                other ->
                    !other.isBridge()
                        && other.getName().equals(method.getName())
                        && takesSame(other.getParameterTypes(), method.getParameterTypes()));
  }

  /** Whether a method takes some of what a bridge to it takes. */
  private static boolean takesSame(Class<?>[] taken, Class<?>[] byBridge) {
    boolean isSame = taken.length == byBridge.length;
    for (int i = 0; isSame && i < taken.length; i++) {
      isSame = byBridge[i].isAssignableFrom(taken[i]);
    }
    return isSame;
  }

  private static void requireGetters(
      Class<?> type, Map<String, Method> getters, Map<String, List<Method>> setters) {
    for (String name : setters.keySet()) {
      if (!getters.containsKey(name)) {
        throw new InvalidDataException(
            "%s has a setter of '%s' without a getter, so that its value would be lost; give it one"
                .formatted(ClassShape.text(type), name));
      }
    }
    if (getters.isEmpty()) {
      throw new InvalidDataException(
          "%s has no public getters, and stands for no row; make it a record, or give it getters"
              .formatted(ClassShape.text(type)));
    }
  }

  private static Property property(
      Class<?> type, String name, Method getter, @Nullable List<Method> setters) {
    Method setter = setters == null ? null : setter(type, name, getter, setters);
    return new Property(
        name,
        JavaType.of(
            setter == null ? getter.getGenericReturnType() : setter.getGenericParameterTypes()[0]),
        Access.of(getter, type),
        setter == null ? null : Access.of(setter, type));
  }

  private static Method setter(Class<?> type, String name, Method getter, List<Method> candidates) {
    for (Method each : candidates) {
      if (each.getParameterTypes()[0] == getter.getReturnType()) {
        return each;
      }
    }
    if (candidates.size() > 1) {
      throw new InvalidDataException(
          "%s has several setters of '%s', and none takes what its getter returns, %s; give it that one"
              .formatted(ClassShape.text(type), name, getter.getReturnType().getSimpleName()));
    }
    return candidates.get(0);
  }

  private static @Nullable MethodHandle constructor(Class<?> type) {
    if (Modifier.isAbstract(type.getModifiers())) {
      return null;
    }
    try {
      Constructor<?> found = type.getDeclaredConstructor();
      return Access.of(found);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  /** The property that a method returns; null if it is no getter. */
  private static @Nullable String gotten(Method method) {
    Class<?> returned = method.getReturnType();
    if (method.getParameterCount() > 0 || returned == void.class) {
      return null;
    }
    boolean isBoolean = returned == boolean.class || returned == Boolean.class;
    String name = method.getName();
    return isBoolean && name.startsWith("is") ? property(name, "is") : property(name, "get");
  }

  /** The property that a method is named after; null if it is not. */
  private static @Nullable String property(String method, String prefix) {
    int length = prefix.length();
    if (!method.startsWith(prefix)
        || method.length() == length
        || Character.isLowerCase(method.charAt(length))) {
      return null;
    }
    String rest = method.substring(length);
    boolean isAcronym = rest.length() > 1 && Character.isUpperCase(rest.charAt(1));
    return isAcronym ? rest : Character.toLowerCase(rest.charAt(0)) + rest.substring(1);
  }
}
