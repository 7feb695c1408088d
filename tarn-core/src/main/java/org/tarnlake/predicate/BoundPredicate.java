package org.tarnlake.predicate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.tarnlake.argument.Argument;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.DataType;

/** A condition tied to the columns of a table. Immutable. */
public final class BoundPredicate {
  /** NaN is looked at apart for that many columns, each of which doubles the work at most. */
  private static final int MAX_SPLITS = 4;

  private final Predicate predicate;
  private final Node root;
  private final Set<String> columns;
  private final List<List<String>> floating;

  /**
   * A bound condition.
   *
   * @param columns all that must be read
   * @param tested those of which the statistics may tell something
   */
  BoundPredicate(Predicate predicate, Node root, Set<String> columns, List<ColumnPath> tested) {
    this.predicate = predicate;
    this.root = root;
    this.columns = new LinkedHashSet<>(columns);
    List<List<String>> floats = new ArrayList<>();
    for (ColumnPath path : tested) {
      DataType type = path.field().type();
      if ((type == DataType.FLOAT || type == DataType.DOUBLE) && floats.size() < MAX_SPLITS) {
        floats.add(path.names());
      }
    }
    this.floating = List.copyOf(floats);
  }

  /** The condition before it was bound. */
  public Predicate predicate() {
    return predicate;
  }

  /** The top-level columns that a batch must have to be evaluated, as the schema spells them. */
  public Set<String> columns() {
    return Collections.unmodifiableSet(columns);
  }

  /** Whether every row passes, whatever its values. */
  public boolean isAlwaysTrue() {
    return root.equals(Node.ALWAYS);
  }

  /**
   * False only if no row of those that the statistics describe passes. What is not known, or
   * contradicts itself, is taken as possible.
   */
  public boolean mayMatch(StatisticsLookup statistics) {
    Argument.require(statistics, "statistics", "a StatisticsLookup");
    return mayMatch(statistics, 0);
  }

  /**
   * A row has either a NaN or a value within the bounds: two cases for each column that may have
   * NaN.
   */
  private boolean mayMatch(StatisticsLookup statistics, int from) {
    for (int i = from; i < floating.size(); i++) {
      List<String> path = floating.get(i);
      Range range = statistics.range(path);
      if (range != null && range.nanPossible()) {
        Range nan = new Range(Double.NaN, Double.NaN, 0, 1);
        return mayMatch(with(statistics, path, range.withoutNan()), i + 1)
            || (!range.isAllNull() && mayMatch(with(statistics, path, nan), i + 1));
      }
    }
    return root.mayMatch(statistics);
  }

  private static StatisticsLookup with(StatisticsLookup others, List<String> path, Range range) {
    return asked -> asked.equals(path) ? range : others.range(asked);
  }

  /**
   * True only if every row of those that the statistics describe passes, as far as these can prove
   * it.
   */
  public boolean mustMatch(StatisticsLookup statistics) {
    Argument.require(statistics, "statistics", "a StatisticsLookup");
    return root.mustMatch(statistics);
  }

  /**
   * The rows of a batch for which the condition is true.
   *
   * @param batch has at least {@link #columns}, of the types that they were bound with
   * @throws org.tarnlake.error.InvalidDataException if what is computed for a row has no value: an
   *     overflow, a division by zero; not of a row that an operand of AND before it has refused, or
   *     one of OR has passed
   */
  public Selection evaluate(Batch batch) {
    Argument.require(batch, "batch", "a Batch");
    int size = batch.rowCount();
    int[] rows = new int[size];
    for (int i = 0; i < size; i++) {
      rows[i] = i;
    }
    return new Selection(rows, root.filter(batch, rows, size), size);
  }

  @Override
  public String toString() {
    return predicate.text();
  }
}
