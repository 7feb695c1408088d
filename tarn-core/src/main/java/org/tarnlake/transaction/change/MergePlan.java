package org.tarnlake.transaction.change;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.BoundExpression;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/**
 * A merge that is checked and ready to run. Immutable.
 *
 * @param columns of both sides
 * @param keys positions in the table of the columns by which rows match
 * @param sourceKeys for each of these its value in a row of the source, of the same type
 * @param clauses in their order
 */
public record MergePlan(
    MergeColumns columns,
    List<Integer> keys,
    List<BoundExpression> sourceKeys,
    List<MergeClause> clauses) {

  public MergePlan {
    keys = List.copyOf(keys);
    sourceKeys = List.copyOf(sourceKeys);
    clauses = List.copyOf(clauses);
  }

  /**
   * A plan, without clauses yet, for rows that match if they have the same values in some columns
   * of equal names.
   *
   * @throws InvalidDataException if a side lacks one, or its type cannot be that of a key
   */
  public static MergePlan of(MergeColumns columns, List<String> on) {
    if (on.isEmpty()) {
      throw new InvalidDataException("a merge without key columns; say which ones rows match by");
    }
    List<Integer> keys = new ArrayList<>();
    List<BoundExpression> sourceKeys = new ArrayList<>();
    for (String name : on) {
      int ordinal = Columns.ordinal(columns.table(), name);
      Field key = columns.table().field(ordinal);
      if (!KeyBytes.isPossible(key.type()) || key.isUntyped()) {
        throw new InvalidDataException(
            "column '%s' is %s and cannot be a key; match by columns of numbers, strings or times"
                .formatted(key.name(), key.isUntyped() ? "untyped" : key.type().text()));
      }
      if (keys.contains(ordinal)) {
        throw new InvalidDataException("key column '%s' is named twice".formatted(key.name()));
      }
      int other = sourceOrdinal(columns, name);
      keys.add(ordinal);
      sourceKeys.add(Columns.value(columns.source(), other).assignedTo(key));
    }
    return new MergePlan(columns, keys, sourceKeys, List.of());
  }

  public MergePlan withClauses(List<MergeClause> all) {
    return new MergePlan(columns, keys, sourceKeys, all);
  }

  private static int sourceOrdinal(MergeColumns columns, String name) {
    try {
      return Columns.ordinal(columns.source(), name);
    } catch (InvalidDataException e) {
      throw new InvalidDataException("in the source " + e.getMessage(), e);
    }
  }

  List<DataType> keyTypes() {
    return keys.stream().map(key -> columns.table().field(key).type()).toList();
  }

  boolean has(MergeClause.Match match) {
    return clauses.stream().anyMatch(clause -> clause.match() == match);
  }

  /** The columns of the table that have to be read: keys, and what clauses look at or keep. */
  StructType neededColumns() {
    Set<String> names = new HashSet<>();
    keys.forEach(key -> names.add(columns.table().field(key).name()));
    boolean all = false;
    for (MergeClause clause : clauses) {
      if (clause.match() == MergeClause.Match.NOT_MATCHED) {
        continue;
      }
      Set<String> asked = new HashSet<>();
      if (clause.condition() != null) {
        asked.addAll(clause.condition().columns());
      }
      Map<Integer, Assignment> assignments = clause.assignments();
      if (assignments != null) {
        assignments.values().forEach(each -> asked.addAll(each.columns()));
        for (int c = 0; c < columns.table().size(); c++) {
          if (!assignments.containsKey(c)) {
            asked.add(columns.table().field(c).name());
          }
        }
      }
      all |= MergeColumns.needsTable(asked) || asked.contains(Assignment.ALL);
      names.addAll(asked);
    }
    if (all) {
      return columns.table();
    }
    return new StructType(
        columns.table().fields().stream().filter(f -> names.contains(f.name())).toList());
  }

  /** The keys of rows of the source. */
  Vector[] sourceKeys(Batch rows) {
    return sourceKeys.stream().map(key -> key.evaluate(rows)).toArray(Vector[]::new);
  }

  /** The keys of rows of the table, of which a batch has some columns. */
  Vector[] tableKeys(Batch rows) {
    return keys.stream()
        .map(key -> rows.vector(columns.table().field(key).name()))
        .toArray(Vector[]::new);
  }

  /** What a key is called in messages, such as {@code id 5}. */
  String keyText(Vector[] key, int row) {
    List<String> parts = new ArrayList<>();
    for (int k = 0; k < key.length; k++) {
      Object value = key[k].valueAt(row);
      parts.add(
          "%s %s"
              .formatted(
                  columns.table().field(keys.get(k)).name(),
                  value == null ? "null" : value instanceof String ? "'" + value + "'" : value));
    }
    return String.join(", ", parts);
  }
}
