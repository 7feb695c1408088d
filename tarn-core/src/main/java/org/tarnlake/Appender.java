package org.tarnlake;

import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.Batch;
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
    Argument.require(
        values, "values", "one for each column; a null for the only column as (Object) null");
    transaction.append(table, values, false);
  }

  /**
   * Appends a row, and asks the table's constraints of it at once. They are else asked of many rows
   * together, at the latest when the transaction commits, which is faster.
   *
   * @throws InvalidDataException naming row and constraint, or row, column and value, if the row
   *     breaks one or the schema; it is not appended then, and others may be
   */
  public void appendChecked(@Nullable Object... values) {
    Argument.require(
        values, "values", "one for each column; a null for the only column as (Object) null");
    transaction.append(table, values, true);
  }

  /**
   * Appends the rows of a batch, all or none: rows that a program has by column, or that another
   * table's scan returns. Its columns are the table's by position; their names may differ. The
   * arrays of its vectors are the transaction's until that ends, and must not be changed.
   *
   * @throws InvalidDataException if the batch has columns of other types; or naming row, column and
   *     value if a row breaks the schema
   */
  public void append(Batch rows) {
    Argument.require(rows, "rows", "a Batch");
    transaction.append(table, rows);
  }

  /**
   * Appends each of these as a row: a record, a bean, a Map, a Row, or an {@code Object[]} of the
   * values. One that is refused ends it, and those before it stay.
   *
   * @return how many there were
   * @throws InvalidDataException naming row, column and value if one breaks the schema
   */
  public long appendAll(Iterable<?> rows) {
    Argument.require(rows, "rows", "an Iterable");
    return appendAll(rows.iterator());
  }

  /** As {@link #appendAll(Iterable)}. */
  public long appendAll(Iterator<?> rows) {
    Argument.require(rows, "rows", "an Iterator");
    long count = 0;
    while (rows.hasNext()) {
      Object row = rows.next();
      append(row instanceof Object[] values ? values : new @Nullable Object[] {row});
      count++;
    }
    return count;
  }

  /** As {@link #appendAll(Iterable)}. The caller closes the stream. */
  public long appendAll(Stream<?> rows) {
    Argument.require(rows, "rows", "a Stream");
    return appendAll(rows.iterator());
  }

  @Override
  public String toString() {
    return "appender to table " + table.name();
  }
}
