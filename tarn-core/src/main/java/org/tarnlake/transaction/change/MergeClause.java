package org.tarnlake.transaction.change;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.predicate.BoundPredicate;

/**
 * What a merge does to rows. Of the clauses for a row the first whose condition is true is meant.
 * Immutable.
 *
 * @param match which rows it is for
 * @param condition on the row and its match, whose columns are those of {@link MergeColumns}; null
 *     if it is for all
 * @param assignments by the column's position in the table: the values of the row that is inserted,
 *     or of those that change; null if the row is deleted
 */
public record MergeClause(
    Match match,
    @Nullable BoundPredicate condition,
    @Nullable Map<Integer, Assignment> assignments) {

  /** Where a row has its like. */
  public enum Match {
    /** A row of the table that has one in the source. */
    MATCHED,
    /** A row of the source that has none in the table. */
    NOT_MATCHED,
    /** A row of the table that has none in the source. */
    NOT_MATCHED_BY_SOURCE
  }

  public MergeClause {
    Objects.requireNonNull(match, "match");
    assignments = assignments == null ? null : Map.copyOf(assignments);
  }
}
