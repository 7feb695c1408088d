package org.tarnlake.table.state;

import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Range;
import org.tarnlake.predicate.StatisticsLookup;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.statistics.StatisticsBounds;
import org.tarnlake.table.statistics.StatisticsJson;

/**
 * Where a checkpoint tells about the columns of a predicate. Immutable but for what it remembers;
 * one thread at a time.
 *
 * <p>Parsed values are used only where they mean what the text in the log means: a column of the
 * table's own type, and no timestamp without a zone, which each writer reads in its own.
 */
final class FilterColumns {
  static final String PARTITION_PARSED = "partitionValues_parsed";
  static final String PARTITION_TEXT = "partitionValues";
  static final String STATS = "stats_parsed";

  private final Schema schema;
  private final ColumnMapping mapping;
  private final StructType parsedPartitions;
  private final StructType mins;
  private final StructType maxs;
  private final StructType nullCounts;
  private final StructType columns;
  private final boolean isParsedPartition;
  private final Map<List<String>, @Nullable Place> places = new HashMap<>();

  /** What tells of a column: parsed partition values, their texts, or parsed statistics. */
  enum Kind {
    PARSED,
    TEXT,
    STATISTICS
  }

  /**
   * Where something is told.
   *
   * @param names the names that the column has in files
   */
  record Place(Kind kind, List<String> names, Field field) {
    DataType type() {
      return field.type();
    }
  }

  /**
   * @param file the columns of the checkpoint's file
   */
  FilterColumns(StructType file, Schema schema, ColumnMapping mapping, BoundPredicate predicate) {
    this.schema = schema;
    this.mapping = mapping;
    StructType add = struct(file, "add");
    StructType partitions = struct(add, PARTITION_PARSED);
    StructType stats = struct(add, STATS);
    List<Field> parsed = new ArrayList<>();
    List<Field> measured = new ArrayList<>();
    boolean text = false;
    for (String name : predicate.columns()) {
      Field column = schema.columns().field(schema.columns().indexOf(name));
      Field inFiles = mapping.physical(new StructType(List.of(column))).field(0);
      Field physical = CheckpointColumns.field(inFiles.name(), inFiles.type());
      if (!isPartition(name)) {
        measured.add(physical);
      } else if (hasSame(partitions, physical) && column.type() != DataType.TIMESTAMP) {
        parsed.add(physical);
      } else {
        text = true;
      }
    }
    this.parsedPartitions = new StructType(parsed);
    this.mins = common(struct(stats, StatisticsJson.MIN_VALUES), measured, false);
    this.maxs = common(struct(stats, StatisticsJson.MAX_VALUES), measured, false);
    this.nullCounts = common(struct(stats, StatisticsJson.NULL_COUNT), measured, true);
    this.isParsedPartition = measured.isEmpty() && !text && !parsed.isEmpty();
    this.columns = columns(text, stats);
  }

  private StructType columns(boolean text, StructType stats) {
    List<Field> add = new ArrayList<>();
    if (parsedPartitions.size() > 0) {
      add.add(CheckpointColumns.field(PARTITION_PARSED, parsedPartitions));
    }
    if (text) {
      add.add(CheckpointColumns.ADD.get(1));
    }
    if (mins.size() > 0 || maxs.size() > 0 || nullCounts.size() > 0) {
      List<Field> some = new ArrayList<>();
      if (stats.indexOf(StatisticsJson.NUM_RECORDS) >= 0) {
        some.add(CheckpointColumns.field(StatisticsJson.NUM_RECORDS, DataType.LONG));
      }
      addStruct(some, StatisticsJson.MIN_VALUES, mins);
      addStruct(some, StatisticsJson.MAX_VALUES, maxs);
      addStruct(some, StatisticsJson.NULL_COUNT, nullCounts);
      add.add(CheckpointColumns.field(STATS, new StructType(some)));
    }
    return add.isEmpty()
        ? new StructType(List.of())
        : CheckpointColumns.struct(CheckpointColumns.field("add", new StructType(add)));
  }

  private static void addStruct(List<Field> fields, String name, StructType type) {
    if (type.size() > 0) {
      fields.add(CheckpointColumns.field(name, type));
    }
  }

  /**
   * The fields of a struct that stand for one of some columns, and for nothing of another type:
   * that is what the column had when the checkpoint was written, and tells nothing of it now.
   */
  private static StructType common(StructType file, List<Field> columns, boolean counted) {
    List<Field> fields = new ArrayList<>();
    for (Field column : columns) {
      int ordinal = file.indexOf(column.name());
      if (ordinal < 0) {
        continue;
      }
      Field field = file.field(ordinal);
      if (field.type() instanceof StructType stored
          && column.type() instanceof StructType wanted
          && !wanted.hasOwnName()) {
        StructType inner = common(stored, wanted.fields(), counted);
        addStruct(fields, field.name(), inner);
      } else if (field.type().equals(counted ? DataType.LONG : column.type())) {
        fields.add(field);
      }
    }
    return new StructType(fields);
  }

  private static boolean hasSame(StructType file, Field column) {
    int ordinal = file.indexOf(column.name());
    return ordinal >= 0
        && file.field(ordinal).name().equals(column.name())
        && file.field(ordinal).type().equals(column.type());
  }

  private static StructType struct(StructType type, String name) {
    int ordinal = type.indexOf(name);
    return ordinal >= 0 && type.field(ordinal).type() instanceof StructType inner
        ? inner
        : new StructType(List.of());
  }

  private boolean isPartition(String name) {
    return schema.partitionColumns().contains(name);
  }

  /** What is to be read to judge each add by itself; no columns if there is nothing. */
  StructType columns() {
    return columns;
  }

  /** Whether parsed partition values tell everything. */
  boolean isParsedPartition() {
    return isParsedPartition;
  }

  /** Where a path of the table's schema is told of; null if nowhere. */
  @Nullable Place place(List<String> path) {
    if (!places.containsKey(path)) {
      places.put(path, find(path));
    }
    return places.get(path);
  }

  private @Nullable Place find(List<String> path) {
    List<String> names = new ArrayList<>();
    DataType type = schema.columns();
    Field field = null;
    for (String name : path) {
      if (!(type instanceof StructType struct) || struct.indexOf(name) < 0) {
        return null;
      }
      field = struct.field(struct.indexOf(name));
      names.add(mapping.physicalName(field));
      type = field.type();
    }
    if (field == null) {
      return null;
    }
    if (!isPartition(path.get(0))) {
      return new Place(Kind.STATISTICS, List.copyOf(names), field);
    }
    boolean parsed = parsedPartitions.indexOf(names.get(0)) >= 0;
    return new Place(parsed ? Kind.PARSED : Kind.TEXT, List.copyOf(names), field);
  }

  /**
   * What bounds of the columns of a checkpoint tell of a column of the table, over all files that
   * they are of.
   *
   * @param aligned whether the bounds of all columns are of the same rows
   */
  @Nullable Range range(List<String> path, StatisticsLookup bounds, boolean aligned) {
    Place place = place(path);
    if (place == null || place.kind() == Kind.TEXT) {
      return null;
    }
    if (place.kind() == Kind.PARSED) {
      return partition(place, bounds.range(names(PARTITION_PARSED, null, place)));
    }
    Range min = complete(bounds, names(STATS, StatisticsJson.MIN_VALUES, place), aligned);
    Range max = complete(bounds, names(STATS, StatisticsJson.MAX_VALUES, place), aligned);
    return statistics(
        place.field(),
        min == null ? null : min.min(),
        // A file whose greatest value is NaN is not in the bound, nor are its other values.
        max == null || max.nanPossible() ? null : max.max(),
        Range.UNKNOWN,
        Range.UNKNOWN);
  }

  private static @Nullable Range partition(Place place, @Nullable Range values) {
    if (values == null) {
      return null;
    }
    if (values.nullCount() >= 0 && values.nullCount() == values.rowCount()) {
      return Range.exactly(null);
    }
    // In the log an empty string means null too.
    boolean none = values.nullCount() == 0 && place.type() != DataType.STRING;
    return new Range(
        values.min(), values.max(), none ? 0 : Range.UNKNOWN, Range.UNKNOWN, values.nanPossible());
  }

  /** The range of a column, if every add has a value in it: one without is not bounded. */
  private static @Nullable Range complete(
      StatisticsLookup bounds, List<String> column, boolean aligned) {
    Range values = bounds.range(column);
    Range adds = bounds.range(List.of("add", "path"));
    if (values == null || values.nullCount() < 0) {
      return null;
    }
    boolean all =
        values.nullCount() == 0
            || (aligned && adds != null && values.nullCount() == adds.nullCount());
    return all ? values : null;
  }

  /** The range that statistics stand for; they may be rounded inwards by whoever wrote them. */
  static Range statistics(
      Field field, @Nullable Object min, @Nullable Object max, long nulls, long rows) {
    Range range =
        new Range(
            min == null ? null : StatisticsBounds.widened(field, min, RoundingMode.FLOOR),
            max == null ? null : StatisticsBounds.widened(field, max, RoundingMode.CEILING),
            rows != Range.UNKNOWN && nulls > rows ? Range.UNKNOWN : nulls,
            rows);
    DataType type = field.type();
    return type == DataType.FLOAT || type == DataType.DOUBLE ? range.withNanPossible() : range;
  }

  private static List<String> names(String struct, @Nullable String inner, Place place) {
    List<String> names = new ArrayList<>(List.of("add", struct));
    if (inner != null) {
      names.add(inner);
    }
    names.addAll(place.names());
    return names;
  }
}
