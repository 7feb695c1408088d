package org.tarnlake.row;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.schema.DataType;

/** Floats. Immutable. */
public final class FloatVector extends Vector {
  private final float[] values;

  public FloatVector(float[] values, int size, boolean @Nullable [] nulls) {
    super(DataType.FLOAT, size, nulls);
    Argument.require(values, "values", "a float array");
    this.values = values;
  }

  /** The values, at least {@link #size} of them. */
  public float[] values() {
    return values;
  }

  @Override
  public float floatAt(int i) {
    return values[i];
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
  public FloatVector select(int[] rows, int count) {
    Argument.require(rows, "rows", "an int array");
    float[] kept = new float[count];
    for (int k = 0; k < count; k++) {
      kept[k] = values[rows[k]];
    }
    return new FloatVector(kept, count, selectNulls(rows, count));
  }

  @Override
  public FloatVector withNulls(boolean[] nulls) {
    Argument.require(nulls, "nulls", "a boolean array");
    return new FloatVector(values, size(), nulls);
  }

  @Override
  public FloatVector slice(int from, int count) {
    float[] kept = from == 0 ? values : Arrays.copyOfRange(values, from, from + count);
    return new FloatVector(kept, count, sliceNulls(from, count));
  }
}
