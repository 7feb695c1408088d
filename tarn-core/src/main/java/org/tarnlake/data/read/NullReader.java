package org.tarnlake.data.read;

import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;

/** Reads a column that the file does not have: it is null in every row. */
record NullReader(DataType type) implements ColumnReader {
  @Override
  public int fit(int rows) {
    return rows;
  }

  @Override
  public Vector read(int rows) {
    return Vector.constant(type, null, rows);
  }

  @Override
  public void skip(long rows) {
    // Every row is as the one before.
  }
}
