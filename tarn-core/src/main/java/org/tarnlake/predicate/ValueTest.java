package org.tarnlake.predicate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.Vector;

/** What a condition asks of the values of one column. Immutable. */
sealed interface ValueTest permits NullTest, LongTest, ObjectTest, UntypedTest {

  /** False only if no row within the range passes. */
  boolean mayPass(Range range);

  /** Whether a row passes only with one of some {@link #wanted} values. */
  default boolean namesValues() {
    return false;
  }

  /** The values, coded by {@link Codes}, of which a row within the range must have one to pass. */
  default List<Object> wanted(@Nullable Range range) {
    throw new UnsupportedOperationException("no values are named");
  }

  /** True only if every row within the range passes. */
  boolean mustPass(Range range);

  /**
   * Keeps the rows that pass, in place and in order.
   *
   * @param rows ascending row numbers, of which the first {@code count} count; all rows of the
   *     vector if {@code count} is its size
   * @return how many are left
   */
  int filter(Vector vector, int[] rows, int count);

  /** Keeps the rows whose value is or is not null. */
  static int filterNulls(Vector vector, boolean wantNull, int[] rows, int count) {
    boolean[] nulls = vector.nulls();
    if (nulls == null) {
      return wantNull ? 0 : count;
    }
    int kept = 0;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      rows[kept] = row;
      kept += nulls[row] == wantNull ? 1 : 0;
    }
    return kept;
  }
}
