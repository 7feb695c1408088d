package org.tarnlake.table.scan;

import org.jspecify.annotations.Nullable;
import org.tarnlake.row.Batch;
import org.tarnlake.row.ChangeType;

/**
 * Rows that a commit changed. Immutable.
 *
 * @param rows the rows, with the columns that were asked for
 * @param type what happened to all of them; null if {@code types} says it of each
 * @param types of each row; empty if all have the same
 */
@SuppressWarnings("ArrayRecordComponent") // not compared, and not handed out
public record ChangedRows(Batch rows, @Nullable ChangeType type, ChangeType[] types) {
  /** What happened to a row. */
  public ChangeType type(int row) {
    return type != null ? type : types[row];
  }
}
