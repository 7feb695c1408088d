package org.tarnlake.data;

import org.jspecify.annotations.Nullable;
import org.tarnlake.row.Batch;

/** Batches, one after another. One thread at a time. */
public interface BatchSource extends AutoCloseable {
  /** The next batch, or null at the end. */
  @Nullable Batch next();

  @Override
  void close();
}
