package org.tarnlake.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Named figures of one run; each name ends in its unit. Immutable. */
public record Figures(Map<String, String> values) {

  public Figures {
    values = new LinkedHashMap<>(values);
  }

  /** Figures from names and values in turn: {@code of("rows", 10L, "wall_ms", 2.5)}. */
  public static Figures of(Object... namesAndValues) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      String text =
          value instanceof Double number
              ? String.format(Locale.ROOT, "%.3f", number)
              : String.valueOf(value);
      values.put((String) namesAndValues[i], text);
    }
    return new Figures(values);
  }

  /** These figures and others; the others win. */
  public Figures with(Figures others) {
    Map<String, String> all = new LinkedHashMap<>(values);
    all.putAll(others.values);
    return new Figures(all);
  }

  /** Reads what {@link #line} wrote. */
  public static Figures parse(String line) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : line.strip().split(" ")) {
      int equals = pair.indexOf('=');
      values.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return new Figures(values);
  }

  /** The figures on one line: {@code rows=10 wall_ms=2.500}. */
  public String line() {
    StringBuilder line = new StringBuilder();
    values.forEach((name, value) -> line.append(name).append('=').append(value).append(' '));
    return line.toString().strip();
  }

  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no figure %s in %s".formatted(name, values));
    }
    return value;
  }

  public double number(String name) {
    return Double.parseDouble(text(name));
  }

  /** The median of one figure over several runs; of an even number of runs, the lower one. */
  public static double median(List<Figures> runs, String name) {
    return Samples.median(runs.stream().mapToDouble(run -> run.number(name)).toArray());
  }
}
