package org.tarnlake.mapping;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;

/** Random classes as source, and random values of them. Stateless. */
final class RandomClasses {
  private RandomClasses() {}

  /** The type of a property. */
  sealed interface Kind permits Scalar, Maybe, Items, Entries, Shape {
    /** As the source has it. */
    String source();

    /** A value as a Map row has it. */
    Object value(SplittableRandom random);

    /** The value as a property has it. */
    default Object object(ClassLoader classes, Object value) throws Exception {
      return value;
    }

    /** The other way round. */
    default Object decompose(Object object) throws Exception {
      return object;
    }

    default boolean isPrimitive() {
      return Character.isLowerCase(source().charAt(0)) && !source().endsWith("]");
    }
  }

  record Scalar(String source, Function<SplittableRandom, Object> values) implements Kind {
    @Override
    public Object value(SplittableRandom random) {
      return values.apply(random);
    }
  }

  record Maybe(Kind kind) implements Kind {
    @Override
    public String source() {
      return "java.util.Optional<" + kind.source() + ">";
    }

    @Override
    public Object value(SplittableRandom random) {
      return kind.value(random);
    }

    @Override
    public Object object(ClassLoader classes, Object value) throws Exception {
      return value == null ? Optional.empty() : Optional.of(kind.object(classes, value));
    }

    @Override
    public Object decompose(Object object) throws Exception {
      Object value = ((Optional<?>) object).orElse(null);
      return value == null ? null : kind.decompose(value);
    }
  }

  record Items(Kind kind) implements Kind {
    @Override
    public String source() {
      return "java.util.List<" + kind.source() + ">";
    }

    @Override
    public Object value(SplittableRandom random) {
      List<Object> list = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        list.add(random.nextInt(5) == 0 ? null : kind.value(random));
      }
      return list;
    }

    @Override
    public Object object(ClassLoader classes, Object value) throws Exception {
      List<Object> list = new ArrayList<>();
      for (Object each : (List<?>) value) {
        list.add(each == null ? null : kind.object(classes, each));
      }
      return list;
    }

    @Override
    public Object decompose(Object object) throws Exception {
      List<Object> list = new ArrayList<>();
      for (Object each : (List<?>) object) {
        list.add(each == null ? null : kind.decompose(each));
      }
      return list;
    }
  }

  record Entries(Kind kind) implements Kind {
    @Override
    public String source() {
      return "java.util.Map<String, " + kind.source() + ">";
    }

    @Override
    public Object value(SplittableRandom random) {
      Map<String, Object> map = new TreeMap<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        map.put("k" + random.nextInt(), random.nextInt(5) == 0 ? null : kind.value(random));
      }
      return map;
    }

    @Override
    public Object object(ClassLoader classes, Object value) throws Exception {
      Map<Object, Object> map = new LinkedHashMap<>();
      for (Map.Entry<?, ?> each : ((Map<?, ?>) value).entrySet()) {
        Object item = each.getValue();
        map.put(each.getKey(), item == null ? null : kind.object(classes, item));
      }
      return map;
    }

    @Override
    public Object decompose(Object object) throws Exception {
      Map<Object, Object> map = new TreeMap<>();
      for (Map.Entry<?, ?> each : ((Map<?, ?>) object).entrySet()) {
        Object item = each.getValue();
        map.put(each.getKey(), item == null ? null : kind.decompose(item));
      }
      return map;
    }
  }

  /** A record or a bean; nested ones are members of the outermost. */
  record Shape(String name, boolean isRecord, Map<String, Kind> properties) implements Kind {
    @Override
    public String source() {
      return isNested() ? name.replace('$', '.') : "public " + definition("");
    }

    private boolean isNested() {
      return name.contains("$");
    }

    /** The definition with those of the shapes inside. */
    private String definition(String modifiers) {
      StringBuilder out = new StringBuilder();
      String simple = name.substring(name.lastIndexOf('$') + 1);
      out.append(modifiers).append(isRecord ? "record " : "class ").append(simple);
      List<String> parts = new ArrayList<>();
      properties.forEach((p, kind) -> parts.add(kind.source() + " " + p));
      out.append(isRecord ? "(" + String.join(", ", parts) + ") {\n" : " {\n");
      if (!isRecord) {
        properties.forEach((p, kind) -> out.append(accessors(kind.source(), p)));
      }
      properties.values().forEach(kind -> out.append(inside(kind)));
      return out.append("}\n").toString();
    }

    private static String inside(Kind kind) {
      if (kind instanceof Shape shape) {
        return shape.definition("public static ");
      }
      return kind instanceof Maybe maybe
          ? inside(maybe.kind)
          : kind instanceof Items items
              ? inside(items.kind)
              : kind instanceof Entries entries ? inside(entries.kind) : "";
    }

    private static String accessors(String type, String p) {
      String upper = Character.toUpperCase(p.charAt(0)) + p.substring(1);
      return "private %1$s %2$s; public %1$s get%3$s() { return %2$s; } public void set%3$s(%1$s v) { %2$s = v; }%n"
          .formatted(type, p, upper);
    }

    Map<String, Object> values(SplittableRandom random) {
      Map<String, Object> values = new TreeMap<>();
      properties.forEach(
          (p, kind) ->
              values.put(
                  p, !kind.isPrimitive() && random.nextInt(4) == 0 ? null : kind.value(random)));
      return values;
    }

    @Override
    public Object value(SplittableRandom random) {
      return values(random);
    }

    @Override
    public Object object(ClassLoader classes, Object value) throws Exception {
      Class<?> type = classes.loadClass(name);
      List<Object> arguments = new ArrayList<>();
      for (Map.Entry<String, Kind> each : properties.entrySet()) {
        Object given = ((Map<?, ?>) value).get(each.getKey());
        boolean isNull = given == null && !(each.getValue() instanceof Maybe);
        arguments.add(isNull ? null : each.getValue().object(classes, given));
      }
      if (isRecord) {
        return type.getDeclaredConstructors()[0].newInstance(arguments.toArray());
      }
      Object bean = type.getDeclaredConstructor().newInstance();
      int i = 0;
      for (String p : properties.keySet()) {
        String setter = "set" + Character.toUpperCase(p.charAt(0)) + p.substring(1);
        Object argument = arguments.get(i++);
        Arrays.stream(type.getMethods())
            .filter(m -> m.getName().equals(setter))
            .findFirst()
            .orElseThrow()
            .invoke(bean, argument);
      }
      return bean;
    }

    @Override
    public Object decompose(Object object) throws Exception {
      Map<String, Object> values = new TreeMap<>();
      for (Map.Entry<String, Kind> each : properties.entrySet()) {
        String p = each.getKey();
        String getter = isRecord ? p : "get" + Character.toUpperCase(p.charAt(0)) + p.substring(1);
        Object got = object.getClass().getMethod(getter).invoke(object);
        values.put(p, got == null ? null : each.getValue().decompose(got));
      }
      return values;
    }
  }

  private static final List<Scalar> SCALARS =
      List.of(
          new Scalar("boolean", SplittableRandom::nextBoolean),
          new Scalar("byte", random -> (byte) random.nextInt()),
          new Scalar("short", random -> (short) random.nextInt()),
          new Scalar("int", SplittableRandom::nextInt),
          new Scalar("long", SplittableRandom::nextLong),
          new Scalar("float", random -> (float) random.nextDouble()),
          new Scalar("double", SplittableRandom::nextDouble));

  private static final List<Scalar> OBJECTS =
      List.of(
          new Scalar("Boolean", SplittableRandom::nextBoolean),
          new Scalar("Byte", random -> (byte) random.nextInt()),
          new Scalar("Short", random -> (short) random.nextInt()),
          new Scalar("Integer", SplittableRandom::nextInt),
          new Scalar("Long", SplittableRandom::nextLong),
          new Scalar("Float", random -> (float) random.nextDouble()),
          new Scalar("Double", SplittableRandom::nextDouble),
          new Scalar("String", random -> "text " + random.nextInt()),
          new Scalar("byte[]", random -> new byte[] {(byte) random.nextInt(), 1}),
          new Scalar("java.time.LocalDate", random -> LocalDate.ofEpochDay(random.nextInt(99999))),
          new Scalar(
              "java.time.Instant",
              random -> Instant.ofEpochSecond(random.nextInt(), 1000L * random.nextInt(1000000))),
          new Scalar(
              "java.time.LocalDateTime",
              random -> LocalDateTime.ofEpochSecond(random.nextInt(), 0, ZoneOffset.UTC)));

  static Shape shape(String name, SplittableRandom random) {
    return shape(name, random, 2);
  }

  private static Shape shape(String name, SplittableRandom random, int levels) {
    Map<String, Kind> properties = new LinkedHashMap<>();
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      // Two of a table's columns at least, so that one object is no value of the only column.
      properties.put("p" + i, kind(name + "$L" + levels + "N" + i, random, levels));
    }
    if (!name.contains("$")) {
      properties.put("last", SCALARS.get(3));
    }
    return new Shape(name, random.nextBoolean(), properties);
  }

  private static Kind kind(String name, SplittableRandom random, int levels) {
    return random.nextInt(4) == 0
        ? SCALARS.get(random.nextInt(SCALARS.size()))
        : objectKind(name, random, levels);
  }

  private static Kind objectKind(String name, SplittableRandom random, int levels) {
    Kind scalar = OBJECTS.get(random.nextInt(OBJECTS.size()));
    if (levels == 0) {
      return scalar;
    }
    return switch (random.nextInt(6)) {
      case 0 -> new Maybe(objectKind(name, random, 0));
      case 1 -> new Maybe(shape(name, random, levels - 1));
      case 2 -> new Items(objectKind(name, random, levels - 1));
      case 3 -> new Entries(objectKind(name, random, levels - 1));
      case 4 -> shape(name, random, levels - 1);
      default -> scalar;
    };
  }

  /** Values as text, of which equal ones have the same. */
  static String text(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, String> sorted = new TreeMap<>();
      map.forEach((k, v) -> sorted.put(k.toString(), text(v)));
      return sorted.toString();
    }
    if (value instanceof Collection<?> items) {
      return items.stream().map(RandomClasses::text).toList().toString();
    }
    if (value instanceof byte[] bytes) {
      return Arrays.toString(bytes);
    }
    return value == null ? "null" : value.getClass().getSimpleName() + " " + value;
  }
}
