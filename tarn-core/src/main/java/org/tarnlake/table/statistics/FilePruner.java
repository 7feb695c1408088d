package org.tarnlake.table.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Range;
import org.tarnlake.predicate.StatisticsLookup;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.PartitionValues;

/**
 * Tells which files may hold rows that a predicate is true for, from their partition values and
 * statistics, both of which use the physical names of columns. Immutable.
 */
public final class FilePruner {
  private final Schema schema;
  private final ColumnMapping mapping;
  private final BoundPredicate predicate;
  private final StructType physical;
  private final Set<String> physicalNames;

  public FilePruner(Schema schema, ColumnMapping mapping, BoundPredicate predicate) {
    this.schema = schema;
    this.mapping = mapping;
    this.predicate = predicate;
    this.physical = mapping.physical(schema.columns());
    this.physicalNames =
        predicate.columns().stream()
            .map(name -> mapping.physicalName(column(name)))
            .collect(Collectors.toUnmodifiableSet());
  }

  private Field column(String name) {
    return schema.columns().field(schema.columns().indexOf(name));
  }

  /** False only if no row of the file can pass. */
  public boolean mayMatch(AddFile file) {
    return predicate.mayMatch(statistics(file));
  }

  /** True only if every row of the file passes. */
  public boolean mustMatch(AddFile file) {
    return predicate.mustMatch(statistics(file));
  }

  private StatisticsLookup statistics(AddFile file) {
    String json = file.statistics();
    StatisticsLookup statistics =
        json == null ? path -> null : StatisticsJson.parse(json, physical, physicalNames);
    return path -> range(file, path, statistics);
  }

  private @Nullable Range range(AddFile file, List<String> path, StatisticsLookup statistics) {
    if (path.size() > 1 || !schema.partitionColumns().contains(path.get(0))) {
      return statistics.range(physical(path));
    }
    Field column = column(path.get(0));
    try {
      String text = file.partitionValues().get(mapping.physicalName(column));
      return Range.exactly(PartitionValues.parse(column.type(), text));
    } catch (InvalidDataException e) {
      return null;
    }
  }

  private List<String> physical(List<String> path) {
    if (mapping == ColumnMapping.NONE) {
      return path;
    }
    List<String> names = new ArrayList<>();
    DataType type = schema.columns();
    for (String name : path) {
      if (!(type instanceof StructType struct) || struct.indexOf(name) < 0) {
        return path;
      }
      Field field = struct.field(struct.indexOf(name));
      names.add(mapping.physicalName(field));
      type = field.type();
    }
    return names;
  }
}
