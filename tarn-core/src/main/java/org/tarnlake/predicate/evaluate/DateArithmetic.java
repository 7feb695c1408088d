package org.tarnlake.predicate.evaluate;

import java.time.LocalDate;
import java.util.function.Supplier;
import org.tarnlake.row.IntVector;
import org.tarnlake.row.LongVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;

/** Dates and days. Stateless. */
final class DateArithmetic {
  private DateArithmetic() {}

  /** The date so many days later, or earlier. */
  static Vector move(Vector dates, Vector days, int sign, Supplier<String> text) {
    long[] a = Lanes.longs(dates);
    long[] b = Lanes.longs(days);
    boolean[] nulls = Lanes.nulls(dates, days);
    int[] out = new int[dates.size()];
    for (int i = 0; i < out.length; i++) {
      long day = a[i] + sign * b[i];
      if (day != (int) day && !Lanes.isNull(nulls, i)) {
        throw Faults.of(
            text,
            "%s %s %s days is beyond a date"
                .formatted(LocalDate.ofEpochDay(a[i]), sign < 0 ? "-" : "+", b[i]));
      }
      out[i] = (int) day;
    }
    return new IntVector(DataType.DATE, out, out.length, nulls);
  }

  /** The days from the right date to the left one. */
  static Vector days(Vector left, Vector right) {
    long[] a = Lanes.longs(left);
    long[] b = Lanes.longs(right);
    long[] out = new long[left.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] - b[i];
    }
    return new LongVector(DataType.LONG, out, out.length, Lanes.nulls(left, right));
  }
}
