package org.tarnlake.predicate;

import org.tarnlake.argument.Argument;
import org.tarnlake.row.Batch;

/**
 * The rows of a batch that pass. Immutable; the array must not be changed.
 *
 * <p>Where {@link #isAll} holds there is nothing to select, and {@link #rows} is not worth asking
 * for.
 */
public final class Selection {
  private final int[] rows;
  private final int count;
  private final int size;

  Selection(int[] rows, int count, int size) {
    this.rows = rows;
    this.count = count;
    this.size = size;
  }

  /** How many rows pass. */
  public int count() {
    return count;
  }

  /** Whether every row of the batch passes. */
  public boolean isAll() {
    return count == size;
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /** The numbers of the rows that pass, ascending: the first {@link #count} of this array. */
  public int[] rows() {
    return rows;
  }

  /** The rows of a batch that this selects; the batch itself if that is all. */
  public Batch of(Batch batch) {
    Argument.require(batch, "batch", "a Batch");
    return isAll() ? batch : batch.select(rows, count);
  }
}
