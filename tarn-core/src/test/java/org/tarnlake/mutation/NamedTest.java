package org.tarnlake.mutation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;

/**
 * A test class of this module, or methods of one. Immutable.
 *
 * @param className without its package, which no two test classes share
 * @param method all methods of that name; empty for the whole class
 */
record NamedTest(String className, String method) {
  private static final Path SOURCES = Path.of("src", "test", "java");

  static NamedTest parse(String text) {
    String[] parts = text.strip().split("#", 2);
    return new NamedTest(parts[0], parts.length == 1 ? "" : parts[1]);
  }

  /** What finds it, among the classes of a loader. Throws if it does not exist. */
  List<DiscoverySelector> selectors(ClassLoader loader) {
    Class<?> type = load(loader);
    if (method.isEmpty()) {
      return List.of(DiscoverySelectors.selectClass(type));
    }
    List<DiscoverySelector> found = new ArrayList<>();
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Method candidate : each.getDeclaredMethods()) {
        if (candidate.getName().equals(method)) {
          found.add(DiscoverySelectors.selectMethod(type, candidate));
        }
      }
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException("there is no test " + this);
    }
    return found;
  }

  private Class<?> load(ClassLoader loader) {
    try {
      return Class.forName(fullName(), false, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("there is no test class " + className, e);
    }
  }

  private String fullName() {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<Path> found = files.filter(file -> file.endsWith(className + ".java")).toList();
      if (found.size() != 1) {
        throw new IllegalArgumentException("test classes %s: %s".formatted(className, found));
      }
      List<String> names = new ArrayList<>();
      SOURCES.relativize(found.get(0)).forEach(name -> names.add(name.toString()));
      String path = String.join(".", names);
      return path.substring(0, path.length() - ".java".length());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return method.isEmpty() ? className : className + "#" + method;
  }
}
