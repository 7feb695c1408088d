package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What users can name, counted and listed: a type or method that becomes public by accident shows
 * in the difference of a file. Run with {@code -Dtarn.rewrite=true} to accept it.
 */
class PublicSurfaceTest {
  private static final Path CLASSES = Path.of("target", "classes");
  private static final Path LIST = Path.of("src", "test", "resources", "public-surface.txt");
  private static final Path PAGE = Path.of("..", "docs", "java.md");

  /** What every record, enum and object has. */
  private static final Set<String> OF_EVERY =
      Set.of("equals", "hashCode", "toString", "values", "valueOf", "getClass", "clone");

  @Test
  void itIsAsListed() throws Exception {
    TreeMap<String, List<String>> surface = new TreeMap<>();
    for (Class<?> type : publicTypes()) {
      surface.put(name(type), members(type));
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s types, %s members"
            .formatted(surface.size(), surface.values().stream().mapToInt(List::size).sum()));
    surface.forEach(
        (type, members) -> {
          lines.add("");
          lines.add(type);
          members.forEach(member -> lines.add("  " + member));
        });
    if (Boolean.getBoolean("tarn.rewrite")) {
      Files.write(LIST, lines);
    }
    assertThat(lines).isEqualTo(Files.readAllLines(LIST));
  }

  @Test
  void everyTypeIsExplained() throws Exception {
    String page = Files.readString(PAGE);
    assertThat(publicTypes().stream().filter(type -> type.getEnclosingClass() == null))
        .as("public types that docs/java.md does not name")
        .filteredOn(type -> !page.contains("`" + type.getSimpleName() + "`"))
        .isEmpty();
  }

  /** The types that users can name. */
  static List<Class<?>> publicTypes() throws Exception {
    ModuleDescriptor module;
    try (var in = Files.newInputStream(CLASSES.resolve("module-info.class"))) {
      module = ModuleDescriptor.read(in);
    }
    List<Class<?>> types = new ArrayList<>();
    for (ModuleDescriptor.Exports each : module.exports()) {
      if (each.isQualified()) {
        continue; // of Tarn's own modules
      }
      Path folder = CLASSES.resolve(each.source().replace('.', '/'));
      for (String file : classFiles(folder)) {
        Class<?> type = Class.forName(each.source() + "." + file.replace(".class", ""));
        if (isVisible(type)) {
          types.add(type);
        }
      }
    }
    return types;
  }

  private static Set<String> classFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.startsWith("package-info"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static boolean isVisible(Class<?> type) {
    return shows(type.getModifiers())
        && !type.isAnonymousClass()
        && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
  }

  static boolean shows(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static List<String> members(Class<?> type) {
    List<String> members = new ArrayList<>();
    for (Constructor<?> each : type.getDeclaredConstructors()) {
      if (shows(each.getModifiers())) {
        members.add("new" + parameters(each));
      }
    }
    for (Field each : type.getDeclaredFields()) {
      if (shows(each.getModifiers())) {
        members.add(each.getName());
      }
    }
    for (Method each : type.getDeclaredMethods()) {
      if (shows(each.getModifiers()) && !each.isSynthetic() && !OF_EVERY.contains(each.getName())) {
        members.add(each.getName() + parameters(each));
      }
    }
    members.sort(null);
    return members;
  }

  private static String parameters(Executable each) {
    return Arrays.stream(each.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String name(Class<?> type) {
    return type.getName().replace("org.tarnlake.", "").replace('$', '.');
  }
}
