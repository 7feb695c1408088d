package org.tarnlake.table.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.statistics.StatisticsBounds;
import org.tarnlake.table.statistics.StatisticsJson;

/**
 * The statistics of data files as a checkpoint has them beside the JSON, in columns that can be
 * skipped by (PROTOCOL.md, "Checkpoint Schema", {@code stats_parsed}). Immutable.
 *
 * <p>They say what the JSON says, rounding included, and nothing that it does not: what is no value
 * of its column's type is absent.
 */
final class CheckpointStatistics {
  private static final String INDEXED_COUNT = "delta.dataSkippingNumIndexedCols";
  private static final String INDEXED_NAMES = "delta.dataSkippingStatsColumns";
  private static final int DEFAULT_COUNT = 32;

  private final ColumnMapping mapping;
  private final StructType type;

  CheckpointStatistics(Metadata metadata, ColumnMapping mapping) {
    this.mapping = mapping;
    Set<List<String>> indexed = indexed(metadata);
    List<Field> fields = new ArrayList<>();
    fields.add(Field.optional(StatisticsJson.NUM_RECORDS, DataType.LONG));
    fields.add(Field.optional(StatisticsJson.TIGHT_BOUNDS, DataType.BOOLEAN));
    StructType columns = metadata.schema().columns();
    StructType bounds = select(columns, List.of(), indexed, each -> hasBounds(each) ? each : null);
    StructType counts = select(columns, List.of(), indexed, each -> DataType.LONG);
    // Parquet has no structs without fields.
    if (bounds != null) {
      fields.add(Field.optional(StatisticsJson.MIN_VALUES, bounds));
      fields.add(Field.optional(StatisticsJson.MAX_VALUES, bounds));
    }
    if (counts != null) {
      fields.add(Field.optional(StatisticsJson.NULL_COUNT, counts));
    }
    this.type = new StructType(fields);
  }

  StructType type() {
    return type;
  }

  /** The values of {@link #type} that the text tells, canonical; null if malformed. */
  @Nullable Object @Nullable [] parse(String json) {
    try {
      return object(JsonReader.of(json), type);
    } catch (JsonFormatException e) {
      return null;
    }
  }

  private static @Nullable Object @Nullable [] object(JsonReader in, StructType type) {
    if (!in.beginObject()) {
      return null;
    }
    @Nullable Object[] values = new @Nullable Object[type.size()];
    for (String name = in.nextField(); name != null; name = in.nextField()) {
      int ordinal = type.indexOf(name);
      if (ordinal < 0) {
        in.skip();
        continue;
      }
      DataType wanted = type.field(ordinal).type();
      values[ordinal] =
          wanted instanceof StructType inner
              ? object(in, inner)
              : StatisticsBounds.exact(wanted, in.value());
    }
    return values;
  }

  /** As in other engines, which leave the others out of the schema they expect. */
  private static boolean hasBounds(DataType type) {
    return !isNested(type) && type != DataType.BOOLEAN && type != DataType.BINARY;
  }

  private static boolean isNested(DataType type) {
    return type instanceof ListType || type instanceof MapType;
  }

  /** The physical paths of the columns that have statistics. */
  private Set<List<String>> indexed(Metadata metadata) {
    Map<String, String> configuration = metadata.configuration();
    String names = configuration.get(INDEXED_NAMES);
    List<String> prefixes =
        names == null
            ? List.of("")
            : Arrays.stream(names.split(",", -1)).map(n -> n.strip().replace("`", "")).toList();
    Set<List<String>> indexed = new HashSet<>();
    int[] left = {names == null ? count(configuration.get(INDEXED_COUNT)) : Integer.MAX_VALUE};
    for (Field field : metadata.schema().columns().fields()) {
      if (!metadata.partitionColumns().contains(field.name())) {
        collect(field, List.of(), "", prefixes, left, indexed);
      }
    }
    return indexed;
  }

  private static int count(@Nullable String property) {
    try {
      int count = property == null ? DEFAULT_COUNT : Integer.parseInt(property.strip());
      return count < 0 ? Integer.MAX_VALUE : count;
    } catch (NumberFormatException e) {
      return DEFAULT_COUNT;
    }
  }

  private void collect(
      Field field,
      List<String> around,
      String logicalAround,
      List<String> prefixes,
      int[] left,
      Set<List<String>> indexed) {
    List<String> path = new ArrayList<>(around);
    path.add(mapping.physicalName(field));
    String logical = logicalAround + field.name();
    if (field.type() instanceof StructType own && own.hasOwnName()) {
      return;
    }
    if (field.type() instanceof StructType struct) {
      for (Field each : struct.fields()) {
        collect(each, path, logical + ".", prefixes, left, indexed);
      }
    } else if (left[0] > 0 && prefixes.stream().anyMatch(p -> p.isEmpty() || isBelow(logical, p))) {
      indexed.add(path);
      // Writers disagree on whether lists and maps count; so none is left out that one may have.
      left[0] -= isNested(field.type()) ? 0 : 1;
    }
  }

  private static boolean isBelow(String path, String prefix) {
    return path.equalsIgnoreCase(prefix)
        || path.regionMatches(true, 0, prefix + ".", 0, prefix.length() + 1);
  }

  /** The indexed leaves, each of the type that is told for it; null if there are none. */
  private @Nullable StructType select(
      StructType columns,
      List<String> around,
      Set<List<String>> indexed,
      Function<DataType, @Nullable DataType> as) {
    List<Field> fields = new ArrayList<>();
    for (Field field : columns.fields()) {
      List<String> path = new ArrayList<>(around);
      path.add(mapping.physicalName(field));
      DataType type =
          field.type() instanceof StructType struct && !struct.hasOwnName()
              ? select(struct, path, indexed, as)
              : indexed.contains(path) ? as.apply(field.type()) : null;
      if (type != null) {
        fields.add(Field.optional(mapping.physicalName(field), type));
      }
    }
    return fields.isEmpty() ? null : new StructType(fields);
  }
}
