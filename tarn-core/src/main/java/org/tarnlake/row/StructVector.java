package org.tarnlake.row;

import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.schema.StructType;

/**
 * Structs: one vector for each field, of the same size; where a struct is null, so are its fields.
 * Immutable.
 */
public final class StructVector extends Vector {
  private final Vector[] children;

  public StructVector(StructType type, Vector[] children, int size, boolean @Nullable [] nulls) {
    super(type, size, nulls);
    Argument.require(type, "type", "a StructType");
    Argument.requireAll(children, "children", "a Vector array");
    this.children = children;
  }

  /** The values of a field. */
  public Vector child(int ordinal) {
    return children[ordinal];
  }

  @Override
  Object canonical(int i) {
    @Nullable Object[] fields = new @Nullable Object[children.length];
    for (int c = 0; c < fields.length; c++) {
      fields[c] = children[c].canonicalAt(i);
    }
    return fields;
  }

  @Override
  Object external(int i) {
    return new BatchRow((StructType) type(), children, i);
  }

  @Override
  public StructVector select(int[] rows, int count) {
    Argument.require(rows, "rows", "an int array");
    Vector[] kept = new Vector[children.length];
    for (int c = 0; c < kept.length; c++) {
      kept[c] = children[c].select(rows, count);
    }
    return new StructVector((StructType) type(), kept, count, selectNulls(rows, count));
  }

  @Override
  public StructVector withNulls(boolean[] nulls) {
    Argument.require(nulls, "nulls", "a boolean array");
    return new StructVector((StructType) type(), children, size(), nulls);
  }

  @Override
  public StructVector slice(int from, int count) {
    Vector[] kept = new Vector[children.length];
    for (int c = 0; c < kept.length; c++) {
      kept[c] = children[c].slice(from, count);
    }
    return new StructVector((StructType) type(), kept, count, sliceNulls(from, count));
  }
}
