package org.tarnlake.row;

import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.schema.DataType;

/** Bytes, shorts, ints, or dates as days since 1970. Immutable. */
public final class IntVector extends Vector {
  private final int[] values;

  public IntVector(DataType type, int[] values, int size, boolean @Nullable [] nulls) {
    super(type, size, nulls);
    Argument.require(type, "type", "a DataType");
    Argument.require(values, "values", "an int array");
    this.values = values;
  }

  /** The values, at least {@link #size} of them. */
  public int[] values() {
    return values;
  }

  @Override
  public int intAt(int i) {
    return values[i];
  }

  @Override
  public long longAt(int i) {
    return values[i];
  }

  @Override
  Object canonical(int i) {
    return values[i];
  }

  @Override
  public IntVector select(int[] rows, int count) {
    Argument.require(rows, "rows", "an int array");
    return new IntVector(type(), selectOf(values, rows, count), count, selectNulls(rows, count));
  }

  @Override
  public IntVector withNulls(boolean[] nulls) {
    Argument.require(nulls, "nulls", "a boolean array");
    return new IntVector(type(), values, size(), nulls);
  }

  @Override
  public IntVector slice(int from, int count) {
    return new IntVector(type(), sliceOf(values, from, count), count, sliceNulls(from, count));
  }
}
