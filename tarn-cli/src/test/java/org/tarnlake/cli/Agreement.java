package org.tarnlake.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Rows;
import org.tarnlake.row.Row;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;

/** Where the rows of a table are not what a judge makes of their file. One thread at a time. */
final class Agreement {
  /** Of a file that is read otherwise altogether, the beginning tells enough. */
  private static final int SHOWN_MAX = 20;

  private final List<String> differences = new ArrayList<>();

  private Agreement() {}

  /** The differences, each with its row and column; none if every value is the same. */
  static List<String> differences(Judged.Table judged, Rows rows) {
    Agreement agreement = new Agreement();
    agreement.compare(judged, rows);
    return agreement.differences;
  }

  private void compare(Judged.Table judged, Rows rows) {
    List<String> names = new ArrayList<>();
    for (String name : judged.names()) {
      names.add(name.isBlank() ? "column_" + (names.size() + 1) : clean(name));
    }
    if (!names.equals(rows.type().names())) {
      differences.add("the columns are %s, not %s".formatted(rows.type().names(), names));
      return;
    }
    int count = 0;
    while (rows.next()) {
      List<Judged> right =
          count < judged.rows().size() ? judged.rows().get(count) : List.<Judged>of();
      count++;
      for (int i = 0; i < right.size() && differences.size() < SHOWN_MAX; i++) {
        String place = "row %s, column '%s'".formatted(count, names.get(i));
        compare(place, rows.type().field(i).type(), rows.get(i), right.get(i));
      }
    }
    if (count != judged.rows().size()) {
      differences.add("there are %s rows, not %s".formatted(count, judged.rows().size()));
    }
  }

  /** As docs/import.md has it: what no name may hold becomes an underscore. */
  private static String clean(String name) {
    return name.strip().replaceAll("[ ,;{}()=.`]|\\p{Cntrl}", "_");
  }

  private void compare(String place, DataType type, @Nullable Object value, Judged right) {
    boolean same;
    if (value == null || right.isNull()) {
      same = value == null && right.isNull();
    } else if (type instanceof StructType struct && right.kind() == Judged.Kind.OBJECT) {
      compareFields(place, struct, (Row) value, right.children());
      same = true;
    } else if (type instanceof ListType list && right.kind() == Judged.Kind.ARRAY) {
      List<?> elements = (List<?>) value;
      same = elements.size() == right.children().size();
      for (int i = 0; same && i < elements.size(); i++) {
        Judged element = Objects.requireNonNull(right.children().get(String.valueOf(i)));
        compare(place + "[" + i + "]", list.element(), elements.get(i), element);
      }
    } else if (type instanceof MapType map && right.kind() == Judged.Kind.OBJECT) {
      Map<?, ?> entries = (Map<?, ?>) value;
      same = entries.size() == right.children().size();
      for (Map.Entry<?, ?> entry : entries.entrySet()) {
        Judged child = right.children().getOrDefault(entry.getKey().toString(), Judged.NOTHING);
        compare(place + "[" + entry.getKey() + "]", map.value(), entry.getValue(), child);
      }
    } else {
      same = isSame(value, right);
    }
    if (!same) {
      differences.add("%s: %s, not %s".formatted(place, shown(value), shown(right.text())));
    }
  }

  private void compareFields(
      String place, StructType type, Row value, Map<String, Judged> children) {
    Map<String, Judged> byName = new HashMap<>();
    children.forEach((key, child) -> byName.put(key.isBlank() ? "_" : clean(key), child));
    for (int i = 0; i < type.size(); i++) {
      String name = type.field(i).name();
      Judged child = byName.remove(name);
      compare(
          place + "." + name,
          type.field(i).type(),
          value.get(i),
          child == null ? Judged.NOTHING : child);
    }
    byName.forEach((name, child) -> differences.add("%s has no field %s".formatted(place, name)));
  }

  private static boolean isSame(Object value, Judged right) {
    String text = Objects.requireNonNull(right.text());
    if (value instanceof String) {
      return value.equals(text);
    }
    if (value instanceof Boolean) {
      return value.toString().equalsIgnoreCase(text);
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes).equalsIgnoreCase(text);
    }
    if (value instanceof Number number) {
      return isSameNumber(number, text);
    }
    Long micros = micros(value);
    return micros != null && micros.equals(right.micros());
  }

  /**
   * Whether no digit is lost, nor a sign: a double has to be the number as far as it is written.
   */
  private static boolean isSameNumber(Number number, String text) {
    BigDecimal right;
    try {
      right = new BigDecimal(text);
    } catch (NumberFormatException e) {
      return number.toString().equals(text) || number.toString().equalsIgnoreCase(named(text));
    }
    if (!(number instanceof Double || number instanceof Float)) {
      return new BigDecimal(number.toString()).compareTo(right) == 0;
    }
    double floating = number.doubleValue();
    if (!Double.isFinite(floating)) {
      return false;
    }
    if (right.signum() == 0) {
      return floating == 0 && text.startsWith("-") == (1 / floating < 0);
    }
    MathContext written = new MathContext(right.precision(), RoundingMode.HALF_EVEN);
    return new BigDecimal(number.toString()).compareTo(right) == 0
        || new BigDecimal(floating).round(written).compareTo(right) == 0;
  }

  /** What is no number by the name that Java has for it. */
  private static String named(String text) {
    return text.equalsIgnoreCase("inf")
        ? "Infinity"
        : text.equalsIgnoreCase("-inf") ? "-Infinity" : text;
  }

  private static @Nullable Long micros(Object value) {
    if (value instanceof LocalDate date) {
      return micros(date.atStartOfDay());
    }
    if (value instanceof LocalDateTime local) {
      return micros(local.toInstant(ZoneOffset.UTC));
    }
    return value instanceof Instant instant
        ? Long.valueOf(instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000)
        : null;
  }

  private static String shown(@Nullable Object value) {
    return value instanceof String ? "'" + value + "'" : String.valueOf(value);
  }
}
