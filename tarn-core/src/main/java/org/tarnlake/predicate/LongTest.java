package org.tarnlake.predicate;

import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.tarnlake.predicate.evaluate.LongSet;
import org.tarnlake.row.BooleanVector;
import org.tarnlake.row.DecimalVector;
import org.tarnlake.row.DoubleVector;
import org.tarnlake.row.FloatVector;
import org.tarnlake.row.IntVector;
import org.tarnlake.row.LongVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;

/**
 * Asks whether values that {@link Codes} writes as longs lie in a closed interval and, if there is
 * one, in a set; or asks the opposite.
 */
final class LongTest implements ValueTest {
  private final DataType type;
  private final long low;
  private final long high;

  /** In ascending order. */
  private final long @Nullable [] set;

  private final @Nullable LongSet hashed;
  private final boolean negated;

  private LongTest(DataType type, long low, long high, long @Nullable [] set, boolean negated) {
    this.type = type;
    this.low = low;
    this.high = high;
    this.set = set;
    this.hashed = set == null ? null : new LongSet(set);
    this.negated = negated;
  }

  /** A test for the values from low to high, both included. */
  static LongTest between(DataType type, long low, long high, boolean negated) {
    return new LongTest(type, low, high, null, negated);
  }

  /** A test for the values of a set that is not empty. */
  static LongTest in(DataType type, long[] values, boolean negated) {
    long[] sorted = Arrays.stream(values).sorted().distinct().toArray();
    long high = sorted[sorted.length - 1];
    return new LongTest(type, sorted[0], high, sorted.length == 1 ? null : sorted, negated);
  }

  @Override
  public boolean mayPass(Range range) {
    return mayPass(range, negated);
  }

  private boolean mayPass(Range range, boolean opposite) {
    if (range.isAllNull()) {
      return false;
    }
    Object min = Codes.ofBound(type, range.min(), RoundingMode.FLOOR);
    Object max =
        range.nanPossible() ? null : Codes.ofBound(type, range.max(), RoundingMode.CEILING);
    long from = min == null ? Long.MIN_VALUE : (Long) min;
    long to = max == null ? Long.MAX_VALUE : (Long) max;
    if (from > to) {
      return true; // Statistics that contradict themselves say nothing.
    }
    if (opposite) {
      return set == null ? from < low || to > high : from != to || !isInSet(from);
    }
    if (set == null) {
      return to >= low && from <= high;
    }
    int first = Arrays.binarySearch(set, from);
    int next = first >= 0 ? first : -first - 1;
    return next < set.length && set[next] <= to;
  }

  @Override
  public boolean namesValues() {
    return !negated
        && (set != null || low == high)
        && type != DataType.FLOAT
        && type != DataType.DOUBLE;
  }

  @Override
  public List<Object> wanted(@Nullable Range range) {
    Object min = range == null ? null : Codes.ofBound(type, range.min(), RoundingMode.FLOOR);
    Object max = range == null ? null : Codes.ofBound(type, range.max(), RoundingMode.CEILING);
    long from = min == null ? Long.MIN_VALUE : (Long) min;
    long to = max == null ? Long.MAX_VALUE : (Long) max;
    LongStream values = set == null ? LongStream.of(low) : LongStream.of(set);
    return from > to // Statistics that contradict themselves say nothing.
        ? values.<Object>mapToObj(Long::valueOf).toList()
        : values.filter(v -> v >= from && v <= to).<Object>mapToObj(Long::valueOf).toList();
  }

  @Override
  public boolean mustPass(Range range) {
    return range.hasNoNull() && !mayPass(range, !negated);
  }

  @Override
  public int filter(Vector vector, int[] rows, int count) {
    int left = ValueTest.filterNulls(vector, false, rows, count);
    if (set == null) {
      if (vector instanceof LongVector longs) {
        return filter(longs.values(), rows, left);
      }
      if (vector instanceof IntVector ints) {
        return filter(ints.values(), rows, left);
      }
      if (vector instanceof DoubleVector doubles) {
        return filter(doubles.values(), rows, left);
      }
    } else if (vector instanceof LongVector longs) {
      return filterSet(longs.values(), rows, left);
    }
    int kept = 0;
    for (int k = 0; k < left; k++) {
      int row = rows[k];
      rows[kept] = row;
      kept += passes(code(vector, row)) ? 1 : 0;
    }
    return kept;
  }

  private int filter(long[] values, int[] rows, int count) {
    long span = high - low;
    int inside = negated ? 0 : 1;
    int kept = 0;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      long value = values[row];
      rows[kept] = row;
      kept += exceeds(value - low, span) ^ inside;
    }
    return kept;
  }

  private int filterSet(long[] values, int[] rows, int count) {
    int kept = 0;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      rows[kept] = row;
      kept += passes(values[row]) ? 1 : 0;
    }
    return kept;
  }

  private int filter(int[] values, int[] rows, int count) {
    long span = high - low;
    int inside = negated ? 0 : 1;
    int kept = 0;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      long value = values[row];
      rows[kept] = row;
      kept += exceeds(value - low, span) ^ inside;
    }
    return kept;
  }

  private int filter(double[] values, int[] rows, int count) {
    long span = high - low;
    int inside = negated ? 0 : 1;
    int kept = 0;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      long value = Codes.ofDouble(values[row]);
      rows[kept] = row;
      kept += exceeds(value - low, span) ^ inside;
    }
    return kept;
  }

  /**
   * 1 if {@code a > b} unsigned, else 0. As the distance from the low bound is huge below it, this
   * one comparison does for both bounds; it is the borrow of {@code b - a}, since a branch that the
   * processor guesses wrong would cost more than everything else.
   */
  private static int exceeds(long a, long b) {
    return (int) (((~b & a) | ((~b | a) & (b - a))) >>> 63);
  }

  private boolean passes(long value) {
    boolean within = value >= low && value <= high && (set == null || isInSet(value));
    return within != negated;
  }

  private boolean isInSet(long value) {
    return hashed == null ? value == low : hashed.contains(value);
  }

  private static long code(Vector vector, int row) {
    if (vector instanceof LongVector longs) {
      return longs.longAt(row);
    }
    if (vector instanceof IntVector ints) {
      return ints.intAt(row);
    }
    if (vector instanceof DoubleVector doubles) {
      return Codes.ofDouble(doubles.doubleAt(row));
    }
    if (vector instanceof FloatVector floats) {
      return Codes.ofDouble(floats.floatAt(row));
    }
    if (vector instanceof BooleanVector booleans) {
      return booleans.booleanAt(row) ? 1 : 0;
    }
    return ((DecimalVector) vector).unscaledAt(row);
  }
}
