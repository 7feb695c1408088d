package org.tarnlake.predicate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;

/**
 * Asks whether strings, binaries or long decimals lie in an interval and, if there is one, in a
 * set; or asks the opposite. Strings in a dictionary are tested once for each entry.
 */
final class ObjectTest implements ValueTest {
  private static final byte PASSES = 1;
  private static final byte FAILS = 2;

  private final DataType type;
  private final Interval interval;
  private final @Nullable List<Object> set;
  private final boolean negated;

  /** The only value of the interval, if it has just one and it is bytes. */
  private final byte @Nullable [] only;

  private ObjectTest(
      DataType type, Interval interval, @Nullable List<Object> set, boolean negated) {
    this.type = type;
    this.interval = interval;
    this.set = set;
    this.negated = negated;
    this.only =
        interval.low() instanceof byte[] low
                && interval.high() instanceof byte[] high
                && interval.lowIncluded()
                && interval.highIncluded()
                && Arrays.equals(low, high)
            ? low
            : null;
  }

  static ObjectTest within(DataType type, Interval interval, boolean negated) {
    return new ObjectTest(type, interval, null, negated);
  }

  /** A test for the values of a set that is not empty. */
  static ObjectTest in(DataType type, List<Object> values, boolean negated) {
    TreeSet<Object> distinct = new TreeSet<>(Codes::compare);
    distinct.addAll(values);
    Interval interval = new Interval(distinct.first(), true, distinct.last(), true);
    return new ObjectTest(type, interval, new ArrayList<>(distinct), negated);
  }

  @Override
  public boolean mayPass(Range range) {
    if (range.isAllNull()) {
      return false;
    }
    Object min = Codes.ofBound(type, range.min(), RoundingMode.FLOOR);
    Object max = Codes.ofBound(type, range.max(), RoundingMode.CEILING);
    if (min != null && max != null && Codes.compare(min, max) > 0) {
      return true; // Statistics that contradict themselves say nothing.
    }
    if (negated) {
      if (set == null) {
        return !interval.surelyHolds(min, max);
      }
      boolean oneValue = min != null && max != null && Codes.compare(min, max) == 0;
      return min == null || !oneValue || !isInSet(set, min);
    }
    if (set == null || min == null) {
      return interval.mayMeet(min, max);
    }
    int first = search(set, min);
    int next = first >= 0 ? first : -first - 1;
    return next < set.size() && (max == null || Codes.compare(set.get(next), max) <= 0);
  }

  @Override
  public boolean namesValues() {
    return !negated && (only != null || set != null) && !(type instanceof DecimalType);
  }

  @Override
  public List<Object> wanted(@Nullable Range range) {
    List<Object> values = set != null ? set : List.of(interval.low());
    Object min = range == null ? null : Codes.ofBound(type, range.min(), RoundingMode.FLOOR);
    Object max = range == null ? null : Codes.ofBound(type, range.max(), RoundingMode.CEILING);
    return min == null || max == null || Codes.compare(min, max) > 0
        ? values
        : values.stream()
            .filter(v -> Codes.compare(v, min) >= 0 && Codes.compare(v, max) <= 0)
            .toList();
  }

  @Override
  public boolean mustPass(Range range) {
    return range.hasNoNull() && !new ObjectTest(type, interval, set, !negated).mayPass(range);
  }

  @Override
  public int filter(Vector vector, int[] rows, int count) {
    int left = ValueTest.filterNulls(vector, false, rows, count);
    if (vector instanceof BytesVector bytes) {
      BytesVector dictionary = bytes.dictionary();
      return dictionary == null
          ? filterPlain(bytes, rows, left)
          : filterEntries(bytes, dictionary, rows, left);
    }
    int kept = 0;
    for (int k = 0; k < left; k++) {
      int row = rows[k];
      rows[kept] = row;
      kept += passes(vector.decimalAt(row)) ? 1 : 0;
    }
    return kept;
  }

  private int filterPlain(BytesVector bytes, int[] rows, int count) {
    int kept = 0;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      rows[kept] = row;
      kept += passes(bytes, row) ? 1 : 0;
    }
    return kept;
  }

  private int filterEntries(BytesVector bytes, BytesVector dictionary, int[] rows, int count) {
    byte[] outcomes = new byte[dictionary.size()];
    int kept = 0;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      int id = bytes.idAt(row);
      if (outcomes[id] == 0) {
        outcomes[id] = passes(dictionary, id) ? PASSES : FAILS;
      }
      rows[kept] = row;
      kept += outcomes[id] == PASSES ? 1 : 0;
    }
    return kept;
  }

  private boolean passes(BigDecimal value) {
    boolean within = interval.contains(value) && (set == null || isInSet(set, value));
    return within != negated;
  }

  private boolean passes(BytesVector bytes, int i) {
    byte[] data = bytes.data();
    int start = bytes.startAt(i);
    int end = bytes.endAt(i);
    if (only != null) {
      return Arrays.equals(data, start, end, only, 0, only.length) != negated;
    }
    boolean within =
        isBeyond(data, start, end, interval.low(), interval.lowIncluded(), 1)
            && isBeyond(data, start, end, interval.high(), interval.highIncluded(), -1)
            && (set == null || isInSet(set, data, start, end));
    return within != negated;
  }

  /** Whether a value lies on one side of a bound: above it for sign 1, below it for -1. */
  private static boolean isBeyond(
      byte[] data, int start, int end, @Nullable Object bound, boolean included, int sign) {
    if (bound == null) {
      return true;
    }
    int comparison = compare(data, start, end, bound);
    return comparison == 0 ? included : comparison > 0 == sign > 0;
  }

  private static int compare(byte[] data, int start, int end, Object bound) {
    byte[] other = (byte[]) bound;
    return Arrays.compareUnsigned(data, start, end, other, 0, other.length);
  }

  private static boolean isInSet(List<Object> sorted, Object value) {
    return search(sorted, value) >= 0;
  }

  private static int search(List<Object> sorted, Object value) {
    return Collections.binarySearch(sorted, value, Codes::compare);
  }

  private static boolean isInSet(List<Object> sorted, byte[] data, int start, int end) {
    int low = 0;
    int high = sorted.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int comparison = compare(data, start, end, sorted.get(middle));
      if (comparison == 0) {
        return true;
      }
      if (comparison > 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }
}
