package org.tarnlake.cli.input;

import org.jspecify.annotations.Nullable;

/**
 * The rows of one file, their values in the order of a table's columns, as {@code
 * Transaction.append} takes them. One thread at a time.
 *
 * <p>Every method throws {@link org.tarnlake.cli.terminal.Failure} where the file is not what it
 * should be, naming file, line, column and value.
 */
public interface RowReader extends AutoCloseable {

  /** The next row; null at the end. */
  @Nullable Object @Nullable [] next();

  /** Where the row last read begins, such as {@code orders.csv:17}. */
  String position();

  @Override
  void close();
}
