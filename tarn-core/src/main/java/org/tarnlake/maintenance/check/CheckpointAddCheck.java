package org.tarnlake.maintenance.check;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.Range;
import org.tarnlake.predicate.StatisticsLookup;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.PartitionValues;
import org.tarnlake.table.checkpoint.CheckpointAdds;
import org.tarnlake.table.statistics.StatisticsJson;

/**
 * Compares what a checkpoint says of a data file with the commit that added it, and with itself.
 * Pure.
 *
 * <p>Writers say the same in several ways, which are no difference: null, an empty text and none at
 * all for a partition value or tags; statistics with other spaces, or of fewer columns. What a
 * checkpoint leaves out misleads nobody. {@code dataChange} is not compared: it is about a commit,
 * and some writers keep it and others clear it.
 */
final class CheckpointAddCheck {
  /** Texts of statistics are cut to milliseconds by some writers and not by others. */
  private static final long TIME_MICROS = 2_000;

  private CheckpointAddCheck() {}

  /**
   * What is said otherwise, in words that end a sentence; null if it is the same.
   *
   * @param schema with the names that adds use
   * @param known what the commit says
   */
  static @Nullable String difference(Schema schema, AddFile known, AddFile told) {
    for (String name : schema.partitionColumns()) {
      DataType type = schema.columns().field(schema.columns().indexOf(name)).type();
      String before = known.partitionValues().get(name);
      String after = told.partitionValues().get(name);
      if (!same(partitionValue(type, before), partitionValue(type, after))) {
        return differ("partition value '" + name + "'", after, before);
      }
    }
    if (known.modifiedMillis() != told.modifiedMillis()) {
      return differ("modificationTime", told.modifiedMillis(), known.modifiedMillis());
    }
    if (!Objects.equals(known.deletionVector(), told.deletionVector())) {
      return differ("deletionVector", told.deletionVector(), known.deletionVector());
    }
    if (!Objects.equals(known.rowIds(), told.rowIds())) {
      return differ("baseRowId and defaultRowCommitVersion", told.rowIds(), known.rowIds());
    }
    if (!told.tags().isEmpty() && !told.tags().equals(known.tags())) {
      return differ("tags", told.tags(), known.tags());
    }
    if (told.clusteringProvider() != null
        && !told.clusteringProvider().equals(known.clusteringProvider())) {
      return differ("clusteringProvider", told.clusteringProvider(), known.clusteringProvider());
    }
    String statistics = told.statistics();
    if (statistics == null || statistics.equals(known.statistics())) {
      return null;
    }
    String before = known.statistics();
    return before == null
        ? differ("stats", statistics, null)
        : statistics(schema.columns(), "stats", statistics, before);
  }

  /** What a checkpoint says of a file in two ways that do not agree; null if they do. */
  static @Nullable String contradiction(Schema schema, CheckpointAdds.Told told) {
    String json = told.add().statistics();
    String parsed = told.parsedStatistics();
    String flaw =
        json == null || parsed == null
            ? null
            : statistics(schema.columns(), "stats_parsed", parsed, json);
    if (flaw != null) {
      return flaw;
    }
    for (String name : schema.partitionColumns()) {
      DataType type = schema.columns().field(schema.columns().indexOf(name)).type();
      // A timestamp's text may lack a zone, and each writer reads it in its own.
      boolean isTime = type == DataType.TIMESTAMP || type == DataType.TIMESTAMP_NTZ;
      if (!isTime && told.parsedPartition().containsKey(name)) {
        String text = told.add().partitionValues().get(name);
        Object value = told.parsedPartition().get(name);
        if (!same(partitionValue(type, text), "".equals(value) ? null : value)) {
          return differ("partitionValues_parsed '" + name + "'", value, text);
        }
      }
    }
    return null;
  }

  private static String differ(String what, @Nullable Object told, @Nullable Object known) {
    return "%s is %s and not %s".formatted(what, told, known);
  }

  private static @Nullable Object partitionValue(DataType type, @Nullable String text) {
    try {
      return PartitionValues.parse(type, text);
    } catch (InvalidDataException e) {
      return text;
    }
  }

  private static @Nullable String statistics(
      StructType columns, String what, String told, String known) {
    HashSet<String> names = new HashSet<>(columns.names());
    return statistics(
        columns,
        List.of(),
        what,
        StatisticsJson.parse(told, columns, names),
        StatisticsJson.parse(known, columns, names));
  }

  private static @Nullable String statistics(
      StructType columns,
      List<String> around,
      String what,
      StatisticsLookup told,
      StatisticsLookup known) {
    for (Field field : columns.fields()) {
      List<String> path = new ArrayList<>(around);
      path.add(field.name());
      if (field.type() instanceof StructType struct) {
        String inside = statistics(struct, path, what, told, known);
        if (inside != null) {
          return inside;
        }
        continue;
      }
      Range after = told.range(path);
      Range before = known.range(path);
      if (after != null && before != null && !agree(field.type(), after, before)) {
        return "%s of column '%s' is %s and not %s"
            .formatted(what, String.join(".", path), text(after), text(before));
      }
    }
    return null;
  }

  private static String text(Range range) {
    return "%s to %s, null %s times in %s rows"
        .formatted(range.min(), range.max(), range.nullCount(), range.rowCount());
  }

  private static boolean agree(DataType type, Range a, Range b) {
    return agree(type, a.min(), b.min())
        && agree(type, a.max(), b.max())
        && agree(a.nullCount(), b.nullCount())
        && agree(a.rowCount(), b.rowCount());
  }

  private static boolean agree(long a, long b) {
    return a < 0 || b < 0 || a == b;
  }

  private static boolean agree(DataType type, @Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return true;
    }
    if (type == DataType.TIMESTAMP || type == DataType.TIMESTAMP_NTZ) {
      return Math.abs((Long) a - (Long) b) <= TIME_MICROS;
    }
    return same(a, b);
  }

  /** Whether two canonical values are one, the widths of numbers aside. */
  private static boolean same(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Number first && b instanceof Number second && !first.equals(second)) {
      try {
        return new BigDecimal(first.toString()).compareTo(new BigDecimal(second.toString())) == 0;
      } catch (NumberFormatException e) {
        return false; // NaN or an infinity
      }
    }
    return Objects.deepEquals(a, b);
  }

  /** What tells at once whether an add may be another one; see {@link #difference}. */
  static int hash(AddFile add) {
    return Objects.hash(
        add.sizeBytes(),
        add.partitionValues(),
        add.modifiedMillis(),
        add.statistics(),
        add.deletionVector(),
        add.rowIds(),
        add.tags(),
        add.clusteringProvider());
  }
}
