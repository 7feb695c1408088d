package org.tarnlake.row;

import java.util.Arrays;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.schema.ListType;

/** Lists: each is a range of one vector of elements. Immutable. */
public final class ListVector extends Vector {
  private final Vector elements;
  private final int[] starts;
  private final int[] ends;

  public ListVector(
      ListType type,
      Vector elements,
      int[] starts,
      int[] ends,
      int size,
      boolean @Nullable [] nulls) {
    super(type, size, nulls);
    Argument.require(type, "type", "a ListType");
    Argument.require(elements, "elements", "a Vector");
    Argument.require(starts, "starts", "an int array");
    Argument.require(ends, "ends", "an int array");
    this.elements = elements;
    this.starts = starts;
    this.ends = ends;
  }

  /** The elements of all lists. */
  public Vector elements() {
    return elements;
  }

  /** Where in {@link #elements} a list that is not null starts. */
  public int startAt(int i) {
    return starts[i];
  }

  /** Where in {@link #elements} a list that is not null ends, exclusive. */
  public int endAt(int i) {
    return ends[i];
  }

  @Override
  Object canonical(int i) {
    @Nullable Object[] values = new @Nullable Object[ends[i] - starts[i]];
    for (int k = 0; k < values.length; k++) {
      values[k] = elements.canonicalAt(starts[i] + k);
    }
    return Collections.unmodifiableList(Arrays.asList(values));
  }

  @Override
  Object external(int i) {
    @Nullable Object[] values = new @Nullable Object[ends[i] - starts[i]];
    for (int k = 0; k < values.length; k++) {
      values[k] = elements.valueAt(starts[i] + k);
    }
    return Collections.unmodifiableList(Arrays.asList(values));
  }

  @Override
  public ListVector select(int[] rows, int count) {
    Argument.require(rows, "rows", "an int array");
    int[] keptStarts = selectOf(starts, rows, count);
    int[] keptEnds = selectOf(ends, rows, count);
    return new ListVector(
        (ListType) type(), elements, keptStarts, keptEnds, count, selectNulls(rows, count));
  }

  @Override
  public ListVector withNulls(boolean[] nulls) {
    Argument.require(nulls, "nulls", "a boolean array");
    return new ListVector((ListType) type(), elements, starts, ends, size(), nulls);
  }

  @Override
  public ListVector slice(int from, int count) {
    int[] keptStarts = sliceOf(starts, from, count);
    int[] keptEnds = sliceOf(ends, from, count);
    return new ListVector(
        (ListType) type(), elements, keptStarts, keptEnds, count, sliceNulls(from, count));
  }
}
