package org.tarnlake.row;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.schema.DataType;

/** Longs, or timestamps as microseconds since 1970. Immutable. */
public final class LongVector extends Vector {
  private final long[] values;

  public LongVector(DataType type, long[] values, int size, boolean @Nullable [] nulls) {
    super(type, size, nulls);
    Argument.require(type, "type", "a DataType");
    Argument.require(values, "values", "a long array");
    this.values = values;
  }

  /** The values, at least {@link #size} of them. */
  public long[] values() {
    return values;
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
  public LongVector select(int[] rows, int count) {
    Argument.require(rows, "rows", "an int array");
    long[] kept = new long[count];
    for (int k = 0; k < count; k++) {
      kept[k] = values[rows[k]];
    }
    return new LongVector(type(), kept, count, selectNulls(rows, count));
  }

  @Override
  public LongVector withNulls(boolean[] nulls) {
    Argument.require(nulls, "nulls", "a boolean array");
    return new LongVector(type(), values, size(), nulls);
  }

  @Override
  public LongVector slice(int from, int count) {
    long[] kept = from == 0 ? values : Arrays.copyOfRange(values, from, from + count);
    return new LongVector(type(), kept, count, sliceNulls(from, count));
  }
}
