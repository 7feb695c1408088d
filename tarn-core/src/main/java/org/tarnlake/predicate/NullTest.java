package org.tarnlake.predicate;

import org.tarnlake.row.Vector;

/** Passes nulls, or all other values. */
record NullTest(boolean wantNull) implements ValueTest {

  @Override
  public boolean mayPass(Range range) {
    return wantNull ? !range.hasNoNull() : !range.isAllNull();
  }

  @Override
  public boolean mustPass(Range range) {
    return wantNull ? range.isAllNull() : range.hasNoNull();
  }

  @Override
  public int filter(Vector vector, int[] rows, int count) {
    return ValueTest.filterNulls(vector, wantNull, rows, count);
  }
}
