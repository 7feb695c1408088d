package org.tarnlake.row;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.schema.DataType;

/** Doubles. Immutable. */
public final class DoubleVector extends Vector {
  private final double[] values;

  public DoubleVector(double[] values, int size, boolean @Nullable [] nulls) {
    super(DataType.DOUBLE, size, nulls);
    Argument.require(values, "values", "a double array");
    this.values = values;
  }

  /** The values, at least {@link #size} of them. */
  public double[] values() {
    return values;
  }

  @Override
  public double doubleAt(int i) {
    return values[i];
  }

  @Override
  Object canonical(int i) {
    return values[i];
  }

  @Override
  public DoubleVector select(int[] rows, int count) {
    Argument.require(rows, "rows", "an int array");
    double[] kept = new double[count];
    for (int k = 0; k < count; k++) {
      kept[k] = values[rows[k]];
    }
    return new DoubleVector(kept, count, selectNulls(rows, count));
  }

  @Override
  public DoubleVector withNulls(boolean[] nulls) {
    Argument.require(nulls, "nulls", "a boolean array");
    return new DoubleVector(values, size(), nulls);
  }

  @Override
  public DoubleVector slice(int from, int count) {
    double[] kept = from == 0 ? values : Arrays.copyOfRange(values, from, from + count);
    return new DoubleVector(kept, count, sliceNulls(from, count));
  }
}
