package org.tarnlake.predicate.evaluate;

import org.tarnlake.row.Batch;

/** Picks rows of a batch. Immutable; safe for many threads. */
@FunctionalInterface
public interface RowFilter {
  /**
   * Keeps the rows that pass, in place and in order.
   *
   * @param rows ascending row numbers, of which the first {@code count} count
   * @return how many are left
   */
  int filter(Batch batch, int[] rows, int count);
}
