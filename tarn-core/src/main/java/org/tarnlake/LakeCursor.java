package org.tarnlake;

import org.jspecify.annotations.Nullable;
import org.tarnlake.row.Batch;
import org.tarnlake.table.scan.BatchCursor;
import org.tarnlake.transaction.Lifetime;

/** The rows of a lake's table, until the lake is closed. One thread at a time. */
record LakeCursor(BatchCursor rows, Lifetime lifetime) implements BatchCursor {
  @Override
  public @Nullable Batch next() {
    lifetime.requireOpen();
    try {
      return rows.next();
    } catch (RuntimeException e) {
      // Whatever the store says that was closed under it.
      lifetime.requireOpen();
      throw e;
    }
  }

  @Override
  public void close() {
    rows.close();
  }
}
