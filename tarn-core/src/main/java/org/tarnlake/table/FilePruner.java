package org.tarnlake.table;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Range;
import org.tarnlake.predicate.StatisticsLookup;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;

/**
 * Tells which files may hold rows that a predicate is true for, from their partition values and
 * statistics. Immutable.
 */
public final class FilePruner {
  private final Schema schema;
  private final BoundPredicate predicate;
  private final Set<String> columns;

  public FilePruner(Schema schema, BoundPredicate predicate) {
    this.schema = schema;
    this.predicate = predicate;
    this.columns = predicate.columns();
  }

  /** False only if no row of the file can pass. */
  public boolean mayMatch(AddFile file) {
    String json = file.statistics();
    StatisticsLookup statistics =
        json == null ? path -> null : StatisticsJson.parse(json, schema.columns(), columns);
    return predicate.mayMatch(path -> range(file, path, statistics));
  }

  private @Nullable Range range(AddFile file, List<String> path, StatisticsLookup statistics) {
    if (path.size() > 1 || !schema.partitionColumns().contains(path.get(0))) {
      return statistics.range(path);
    }
    DataType type = schema.columns().field(schema.columns().indexOf(path.get(0))).type();
    try {
      Object value = PartitionValues.parse(type, file.partitionValues().get(path.get(0)));
      return value == null ? new Range(null, null, 1, 1) : new Range(value, value, 0, 1);
    } catch (InvalidDataException e) {
      return null;
    }
  }
}
