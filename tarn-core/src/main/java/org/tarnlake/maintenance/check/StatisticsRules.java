package org.tarnlake.maintenance.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.predicate.Range;
import org.tarnlake.predicate.StatisticsLookup;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.statistics.StatisticsJson;

/**
 * Statistics of a data file that fit the schema: shaped like it, every bound a value of its
 * column's type, no minimum above its maximum, no more nulls than rows. One thread at a time.
 */
final class StatisticsRules {
  private final List<String> flaws;
  private final StatisticsLookup parsed;
  private final long rows;
  private final boolean isAltered;

  private StatisticsRules(
      List<String> flaws, StatisticsLookup parsed, long rows, boolean isAltered) {
    this.isAltered = isAltered;
    this.flaws = flaws;
    this.parsed = parsed;
    this.rows = rows;
  }

  /**
   * Adds what is wrong to {@code flaws}.
   *
   * @param isAltered whether the table may have had columns that it lacks by now
   */
  static void check(List<String> flaws, StructType columns, String json, boolean isAltered) {
    Map<String, @Nullable Object> statistics;
    try {
      statistics = JsonReader.parseObject(json);
    } catch (JsonFormatException e) {
      flaws.add("its statistics are no JSON: %s".formatted(e.getMessage()));
      return;
    }
    Object rows = statistics.get("numRecords");
    if (rows != null && !(rows instanceof Long count && count >= 0)) {
      flaws.add("its statistics say numRecords is %s".formatted(rows));
      return;
    }
    StatisticsLookup parsed = StatisticsJson.parse(json, columns, new HashSet<>(columns.names()));
    StatisticsRules rules =
        new StatisticsRules(
            flaws, parsed, rows instanceof Long count ? count : Range.UNKNOWN, isAltered);
    rules.bounds("minValues", columns, statistics.get("minValues"), List.of());
    rules.bounds("maxValues", columns, statistics.get("maxValues"), List.of());
    rules.nullCounts(columns, statistics.get("nullCount"), List.of());
  }

  private void bounds(
      String kind, StructType struct, @Nullable Object bounds, List<String> around) {
    for (Map.Entry<?, ?> each : fields(kind, struct, bounds, around)) {
      List<String> path = path(around, each);
      DataType type = struct.field(struct.indexOf((String) each.getKey())).type();
      if (type instanceof StructType nested) {
        bounds(kind, nested, each.getValue(), path);
      } else if (each.getValue() != null && !isForeign(type, each.getValue())) {
        Range range = parsed.range(path);
        Object bound = range == null ? null : kind.equals("minValues") ? range.min() : range.max();
        if (bound == null) {
          flaws.add(
              "its statistics have %s of '%s' as %s, no %s"
                  .formatted(kind, text(path), each.getValue(), type.text()));
        } else if (kind.equals("maxValues")) {
          ordered(path, range);
        }
      }
    }
  }

  /** Bounds that other writers have and Tarn does not use. */
  private static boolean isForeign(DataType type, Object bound) {
    boolean floating = type == DataType.FLOAT || type == DataType.DOUBLE;
    return type == DataType.BINARY || (floating && bound.equals("NaN"));
  }

  private void ordered(List<String> path, @Nullable Range range) {
    if (range == null || range.min() == null || range.max() == null) {
      return;
    }
    if (ValueOrder.compare(range.min(), range.max()) > 0) {
      flaws.add(
          "its statistics have a minimum of '%s', %s, above the maximum, %s"
              .formatted(text(path), range.min(), range.max()));
    }
  }

  private void nullCounts(StructType struct, @Nullable Object counts, List<String> around) {
    for (Map.Entry<?, ?> each : fields("nullCount", struct, counts, around)) {
      List<String> path = path(around, each);
      DataType type = struct.field(struct.indexOf((String) each.getKey())).type();
      if (type instanceof StructType nested) {
        nullCounts(nested, each.getValue(), path);
      } else if (each.getValue() != null) {
        boolean sound =
            each.getValue() instanceof Long count && count >= 0 && (rows < 0 || count <= rows);
        if (!sound) {
          flaws.add(
              "its statistics count %s nulls of '%s' in %s rows"
                  .formatted(each.getValue(), text(path), rows));
        }
      }
    }
  }

  /** The entries of a part of the statistics that name fields of the struct; reports others. */
  private List<Map.Entry<?, ?>> fields(
      String kind, StructType struct, @Nullable Object part, List<String> around) {
    if (part == null) {
      return List.of();
    }
    if (!(part instanceof Map<?, ?> map)) {
      flaws.add("its statistics have no object as %s".formatted(kind));
      return List.of();
    }
    List<Map.Entry<?, ?>> known = new ArrayList<>();
    for (Map.Entry<?, ?> each : map.entrySet()) {
      String name = (String) each.getKey();
      int ordinal = struct.indexOf(name);
      if (ordinal < 0 || !struct.field(ordinal).name().equals(name)) {
        if (!isAltered) {
          flaws.add(
              "its statistics have %s of '%s', which the table lacks"
                  .formatted(kind, text(path(around, each))));
        }
      } else {
        known.add(each);
      }
    }
    return known;
  }

  private static List<String> path(List<String> around, Map.Entry<?, ?> each) {
    List<String> path = new ArrayList<>(around);
    path.add((String) each.getKey());
    return path;
  }

  private static String text(List<String> path) {
    return String.join(".", path);
  }
}
