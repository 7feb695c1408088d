package org.tarnlake.table.statistics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.predicate.Range;
import org.tarnlake.predicate.StatisticsLookup;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/** The statistics of a file, parsed when first asked for. One thread at a time. */
final class StatisticsReader implements StatisticsLookup {
  private final String json;
  private final StructType schema;
  private final Set<String> columns;
  private @Nullable Map<List<String>, Range> ranges;
  private long rowCount = Range.UNKNOWN;

  StatisticsReader(String json, StructType schema, Set<String> columns) {
    this.json = json;
    this.schema = schema;
    this.columns = columns;
  }

  /** What the text says of one column, as JSON values. */
  private static final class Entry {
    final Field field;
    @Nullable Object min;
    @Nullable Object max;
    @Nullable Object nullCount;
    @Nullable Object nanCount;

    Entry(Field field) {
      this.field = field;
    }
  }

  @FunctionalInterface
  private interface Setter {
    void set(Entry entry, @Nullable Object value);
  }

  @Override
  public @Nullable Range range(List<String> path) {
    Map<List<String>, Range> known = ranges;
    if (known == null) {
      known = parse();
      ranges = known;
    }
    Range range = known.get(path);
    return range == null && rowCount != Range.UNKNOWN
        ? new Range(null, null, Range.UNKNOWN, rowCount)
        : range;
  }

  private Map<List<String>, Range> parse() {
    Map<List<String>, Entry> entries = new HashMap<>();
    Object rows = null;
    try {
      JsonReader reader = JsonReader.of(json);
      reader.requireObject();
      for (String name = reader.nextField(); name != null; name = reader.nextField()) {
        switch (name) {
          case StatisticsJson.NUM_RECORDS -> rows = reader.value();
          case StatisticsJson.MIN_VALUES -> read(reader, entries, (e, value) -> e.min = value);
          case StatisticsJson.MAX_VALUES -> read(reader, entries, (e, value) -> e.max = value);
          case StatisticsJson.NULL_COUNT ->
              read(reader, entries, (e, value) -> e.nullCount = value);
          case StatisticsJson.NAN_COUNT -> read(reader, entries, (e, value) -> e.nanCount = value);
          default -> reader.skip();
        }
      }
    } catch (JsonFormatException e) {
      return Map.of();
    }
    rowCount = count(rows);
    Map<List<String>, Range> found = new HashMap<>();
    entries.forEach((path, entry) -> found.put(path, range(entry)));
    return found;
  }

  private void read(JsonReader reader, Map<List<String>, Entry> entries, Setter setter) {
    read(reader, schema, new ArrayList<>(), entries, setter);
  }

  private void read(
      JsonReader reader,
      StructType struct,
      List<String> parents,
      Map<List<String>, Entry> entries,
      Setter setter) {
    if (!reader.beginObject()) {
      return;
    }
    for (String name = reader.nextField(); name != null; name = reader.nextField()) {
      int ordinal = struct.indexOf(name);
      if (ordinal < 0 || (parents.isEmpty() && !columns.contains(struct.field(ordinal).name()))) {
        reader.skip();
        continue;
      }
      Field field = struct.field(ordinal);
      parents.add(field.name());
      if (field.type() instanceof StructType own && own.hasOwnName()) {
        reader.skip();
      } else if (field.type() instanceof StructType inner) {
        read(reader, inner, parents, entries, setter);
      } else {
        Entry entry = entries.computeIfAbsent(List.copyOf(parents), path -> new Entry(field));
        setter.set(entry, reader.value());
      }
      parents.remove(parents.size() - 1);
    }
  }

  private Range range(Entry entry) {
    long nulls = count(entry.nullCount);
    Object max = StatisticsBounds.max(entry.field, entry.max);
    Range range =
        new Range(
            StatisticsBounds.min(entry.field, entry.min),
            max,
            rowCount != Range.UNKNOWN && nulls > rowCount ? Range.UNKNOWN : nulls,
            rowCount);
    DataType type = entry.field.type();
    boolean floating = type == DataType.FLOAT || type == DataType.DOUBLE;
    return floating && max != null && count(entry.nanCount) != 0 ? range.withNanPossible() : range;
  }

  private static long count(@Nullable Object json) {
    return json instanceof Long number && number >= 0 ? number : Range.UNKNOWN;
  }
}
