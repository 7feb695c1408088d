package org.tarnlake;

import org.jspecify.annotations.Nullable;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.scan.BatchCursor;

/**
 * The rows of a scan by batches of columns. One thread at a time; the batches themselves are
 * immutable and may be handed on. Close it when done.
 */
public final class Batches implements AutoCloseable {
  private final StructType columns;
  private final BatchCursor cursor;

  Batches(StructType columns, BatchCursor cursor) {
    this.columns = columns;
    this.cursor = cursor;
  }

  /** The columns of every batch. */
  public StructType columns() {
    return columns;
  }

  /**
   * The next batch, of at least one row, or null at the end.
   *
   * @throws IllegalStateException if the lake was closed meanwhile
   */
  public @Nullable Batch next() {
    return cursor.next();
  }

  /** Stops reading. */
  @Override
  public void close() {
    cursor.close();
  }

  @Override
  public String toString() {
    return "batches of " + columns;
  }
}
