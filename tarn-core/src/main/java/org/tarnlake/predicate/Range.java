package org.tarnlake.predicate;

import org.jspecify.annotations.Nullable;

/**
 * What is known about the values of one column in some rows. Immutable.
 *
 * @param min a canonical value that no value is less than, or null if none is known
 * @param max a canonical value that no value is greater than, or null if none is known
 * @param nullCount how many rows have no value, -1 if unknown
 * @param rowCount how many rows there are, -1 if unknown
 * @param nanPossible whether there may also be a NaN, which the bounds of a float or double then do
 *     not count: most writers of Parquet leave NaN out
 */
public record Range(
    @Nullable Object min,
    @Nullable Object max,
    long nullCount,
    long rowCount,
    boolean nanPossible) {
  /** The count of something that was not counted. */
  public static final long UNKNOWN = -1;

  /** Bounds that hold for every value, NaN being greatest. */
  public Range(@Nullable Object min, @Nullable Object max, long nullCount, long rowCount) {
    this(min, max, nullCount, rowCount, false);
  }

  /** The range of a single value, null included: that of a partition column in a file. */
  public static Range exactly(@Nullable Object value) {
    return new Range(value, value, value == null ? 1 : 0, 1);
  }

  /** The same bounds, which do not count NaN. */
  public Range withNanPossible() {
    return new Range(min, max, nullCount, rowCount, true);
  }

  Range withoutNan() {
    return new Range(min, max, nullCount, rowCount);
  }

  boolean isAllNull() {
    return nullCount >= 0 && nullCount == rowCount;
  }

  boolean hasNoNull() {
    return nullCount == 0 || rowCount == 0;
  }
}
