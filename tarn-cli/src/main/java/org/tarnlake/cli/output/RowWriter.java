package org.tarnlake.cli.output;

import org.tarnlake.row.Row;

/** Writes rows of one type in some format. One thread at a time. */
public interface RowWriter {
  void row(Row row);

  /** Writes what must follow the last row. */
  void end();
}
