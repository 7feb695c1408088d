package org.tarnlake.cli.output;

import org.tarnlake.row.Row;

/** Writes rows of one type in some format. One thread at a time. */
public interface RowWriter {
  default void row(Row row) {
    write(bytes(row));
  }

  /** A row as bytes, which may wait somewhere until they are written. */
  byte[] bytes(Row row);

  /** Writes a row that {@link #bytes} returned. */
  void write(byte[] row);

  /** Writes what must follow the last row. */
  void end();
}
