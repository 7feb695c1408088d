package org.tarnlake.predicate.evaluate;

import org.tarnlake.row.LongVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;

/** A part of a date or of a time, which is in UTC. */
public enum DatePart {
  YEAR,
  MONTH,
  DAY,
  HOUR,
  MINUTE,
  SECOND;

  private static final long SECOND_MICROS = 1_000_000;
  private static final long DAY_MICROS = 86_400 * SECOND_MICROS;

  /** Whether a date has it, and not only a time. */
  public boolean isOfDates() {
    return this == YEAR || this == MONTH || this == DAY;
  }

  /** The part of each date or time. */
  public Vector of(Vector times) {
    long[] values = Lanes.longs(times);
    boolean isDate = times.type() == DataType.DATE;
    long[] out = new long[times.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] =
          isOfDates()
              ? ofDay(isDate ? values[i] : Math.floorDiv(values[i], DAY_MICROS))
              : ofTime(Math.floorMod(values[i], DAY_MICROS) / SECOND_MICROS);
    }
    return new LongVector(DataType.LONG, out, out.length, times.nulls());
  }

  private long ofTime(long second) {
    return this == HOUR ? second / 3600 : this == MINUTE ? second / 60 % 60 : second % 60;
  }

  /** By years that start in March, so that a leap day is the last of its year. */
  private long ofDay(long epochDay) {
    long day = epochDay + 719_468; // days since March 1st of the year 0
    long era = Math.floorDiv(day, 146_097L);
    long dayOfEra = day - era * 146_097;
    long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long month = (5 * dayOfYear + 2) / 153;
    if (this == DAY) {
      return dayOfYear - (153 * month + 2) / 5 + 1;
    }
    long calendarMonth = month < 10 ? month + 3 : month - 9;
    return this == MONTH ? calendarMonth : yearOfEra + era * 400 + (calendarMonth <= 2 ? 1 : 0);
  }
}
