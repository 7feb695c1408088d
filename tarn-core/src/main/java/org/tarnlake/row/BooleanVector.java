package org.tarnlake.row;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.schema.DataType;

/** Booleans. Immutable. */
public final class BooleanVector extends Vector {
  private final boolean[] values;

  public BooleanVector(boolean[] values, int size, boolean @Nullable [] nulls) {
    super(DataType.BOOLEAN, size, nulls);
    Argument.require(values, "values", "a boolean array");
    this.values = values;
  }

  /** The values, at least {@link #size} of them. */
  public boolean[] values() {
    return values;
  }

  @Override
  public boolean booleanAt(int i) {
    return values[i];
  }

  @Override
  Object canonical(int i) {
    return values[i];
  }

  @Override
  public BooleanVector select(int[] rows, int count) {
    Argument.require(rows, "rows", "an int array");
    boolean[] kept = new boolean[count];
    for (int k = 0; k < count; k++) {
      kept[k] = values[rows[k]];
    }
    return new BooleanVector(kept, count, selectNulls(rows, count));
  }

  @Override
  public BooleanVector withNulls(boolean[] nulls) {
    Argument.require(nulls, "nulls", "a boolean array");
    return new BooleanVector(values, size(), nulls);
  }

  @Override
  public BooleanVector slice(int from, int count) {
    boolean[] kept = from == 0 ? values : Arrays.copyOfRange(values, from, from + count);
    return new BooleanVector(kept, count, sliceNulls(from, count));
  }
}
