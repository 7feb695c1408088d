package org.tarnlake;

import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.transaction.OwnTable;

/** Appends rows to one table of a transaction. One thread at a time. */
public final class Appender {
  private final Transaction transaction;
  private final OwnTable table;

  Appender(Transaction transaction, OwnTable table) {
    this.transaction = transaction;
    this.table = table;
  }

  /**
   * Appends a row, as {@link Transaction#append} does.
   *
   * @throws InvalidDataException naming row, column and value if the values break the schema
   */
  public void append(@Nullable Object... values) {
    transaction.append(table, values);
  }
}
