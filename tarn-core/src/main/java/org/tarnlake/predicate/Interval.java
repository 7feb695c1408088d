package org.tarnlake.predicate;

import org.jspecify.annotations.Nullable;

/**
 * The values, as {@link Codes} orders them, between two bounds. Immutable.
 *
 * @param low null for no lower bound
 * @param high null for no upper bound
 */
record Interval(
    @Nullable Object low, boolean lowIncluded, @Nullable Object high, boolean highIncluded) {

  static final Interval ALL = new Interval(null, false, null, false);

  static Interval only(Object value) {
    return new Interval(value, true, value, true);
  }

  static Interval below(Object value, boolean included) {
    return new Interval(null, false, value, included);
  }

  static Interval above(Object value, boolean included) {
    return new Interval(value, included, null, false);
  }

  boolean contains(Object value) {
    return isAboveLow(value) && isBelowHigh(value);
  }

  /** Whether some value between the bounds, null for unknown, may lie in the interval. */
  boolean mayMeet(@Nullable Object min, @Nullable Object max) {
    return (max == null || isAboveLow(max)) && (min == null || isBelowHigh(min));
  }

  /** Whether every value between the bounds, null for unknown, surely lies in the interval. */
  boolean surelyHolds(@Nullable Object min, @Nullable Object max) {
    boolean above = low == null || (min != null && isAboveLow(min));
    boolean below = high == null || (max != null && isBelowHigh(max));
    return above && below;
  }

  private boolean isAboveLow(Object value) {
    if (low == null) {
      return true;
    }
    int comparison = Codes.compare(value, low);
    return comparison > 0 || (comparison == 0 && lowIncluded);
  }

  private boolean isBelowHigh(Object value) {
    if (high == null) {
      return true;
    }
    int comparison = Codes.compare(value, high);
    return comparison < 0 || (comparison == 0 && highIncluded);
  }
}
