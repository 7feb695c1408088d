package org.tarnlake.table.scan;

import org.jspecify.annotations.Nullable;
import org.tarnlake.row.Batch;

/** Batches, one after another. One thread at a time. */
public interface BatchCursor extends AutoCloseable {
  /** The next rows, at least one, or null at the end. */
  @Nullable Batch next();

  /** Stops reading. */
  @Override
  void close();
}
