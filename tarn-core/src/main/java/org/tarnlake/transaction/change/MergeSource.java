package org.tarnlake.transaction.change;

import java.util.function.Consumer;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.StructType;

/** The rows that are merged into a table. Read once. */
public interface MergeSource {
  StructType columns();

  /** Hands over all rows, batch by batch, each of all columns. */
  void forEach(Consumer<Batch> rows);
}
