package org.tarnlake;

import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.transaction.OwnTable;
import org.tarnlake.transaction.Workspace;

/** Appends rows to one table of a transaction. One thread at a time. */
public final class Appender {
  private final Transaction transaction;
  private final Workspace workspace;
  private final OwnTable table;

  Appender(Transaction transaction, Workspace workspace, OwnTable table) {
    this.transaction = transaction;
    this.workspace = workspace;
    this.table = table;
  }

  /**
   * Appends a row, as {@link Transaction#append} does.
   *
   * @throws InvalidDataException naming row, column and value if the values break the schema
   */
  public void append(@Nullable Object... values) {
    transaction.requireOpen();
    workspace.append(table, values);
  }
}
