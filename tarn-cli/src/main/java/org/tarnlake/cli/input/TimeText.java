package org.tarnlake.cli.input;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates and times in their most common form, {@code 2024-05-01} and {@code
 * 2024-05-01T10:00:00.123456} or with a space, many times faster than the JDK's formatters, which
 * are there for all other forms. Stateless.
 */
final class TimeText {
  private static final int DAYS_BEFORE_1970 = 719_528;
  private static final int SECONDS_A_DAY = 86_400;

  /** What stands for a time in another form. */
  static final long NONE = Long.MIN_VALUE;

  private TimeText() {}

  /** Whether all of the text is a date. */
  static boolean isDate(CharSequence text) {
    return text.length() == 10 && days(text) >= 0;
  }

  /** The date that is all of the text; null if it is in another form. */
  static @Nullable LocalDate date(CharSequence text) {
    int days = text.length() == 10 ? days(text) : -1;
    return days < 0 ? null : LocalDate.ofEpochDay(days - DAYS_BEFORE_1970);
  }

  /** The days since 1970 of a text that is a date. */
  static int day(CharSequence text) {
    return days(text) - DAYS_BEFORE_1970;
  }

  /** Whether what stands before {@code end} is a date and a time. */
  static boolean isDateTime(CharSequence text, int end) {
    return seconds(text, end) != NONE;
  }

  /**
   * The microseconds since 1970 of the date and time before {@code end}, in UTC; {@link #NONE} if
   * they are in another form.
   */
  static long micros(CharSequence text, int end) {
    long seconds = seconds(text, end);
    return seconds == NONE ? NONE : seconds * 1_000_000 + nanos(text, end) / 1000;
  }

  /** The date and time before {@code end}, of UTC; null if they are in another form. */
  static @Nullable Instant instant(CharSequence text, int end) {
    long seconds = seconds(text, end);
    return seconds == NONE ? null : Instant.ofEpochSecond(seconds, nanos(text, end));
  }

  /** The date and time before {@code end}; null if they are in another form. */
  static @Nullable LocalDateTime dateTime(CharSequence text, int end) {
    long seconds = seconds(text, end);
    return seconds == NONE
        ? null
        : LocalDateTime.ofEpochSecond(seconds, nanos(text, end), ZoneOffset.UTC);
  }

  /** Whether a time has a digit behind its microseconds that is no zero. */
  static boolean isFinerThanMicroseconds(CharSequence text) {
    int point = 0;
    while (point < text.length() && text.charAt(point) != '.') {
      point++;
    }
    for (int i = point + 7; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
      if (c != '0') {
        return true;
      }
    }
    return false;
  }

  /** Since 1970; {@link #NONE} if what stands before {@code end} is in another form. */
  private static long seconds(CharSequence text, int end) {
    if (end < 19
        || (text.charAt(10) != 'T' && text.charAt(10) != ' ')
        || text.charAt(13) != ':'
        || text.charAt(16) != ':'
        || (end > 19 && (text.charAt(19) != '.' || end == 20 || end > 26))) {
      return NONE;
    }
    int hour = two(text, 11);
    int minute = two(text, 14);
    int second = two(text, 17);
    boolean valid = hour >= 0 && minute >= 0 && second >= 0 && number(text, 20, end) >= 0;
    if (!valid || hour > 23 || minute > 59 || second > 59) {
      return NONE;
    }
    int days = days(text);
    return days < 0
        ? NONE
        : (long) (days - DAYS_BEFORE_1970) * SECONDS_A_DAY + 3600L * hour + 60L * minute + second;
  }

  /** The days since the year 0 of the first ten characters; -1 if they are no day. */
  private static int days(CharSequence text) {
    int century = two(text, 0);
    int rest = two(text, 2);
    int month = two(text, 5);
    int day = two(text, 8);
    if (century < 0
        || rest < 0
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || month < 1
        || month > 12
        || day < 1
        || day > 31) {
      return -1;
    }
    int year = 100 * century + rest;
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    boolean shorter = month == 4 || month == 6 || month == 9 || month == 11;
    if (day > 28 && (month == 2 ? day > 29 || !leap : day > 30 && shorter)) {
      return -1;
    }
    // Days of the years before, with a leap year each 4 but not each 100 except each 400 years.
    int days = 365 * year + (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400;
    days += (367 * month - 362) / 12 + day - 1;
    return month <= 2 ? days : leap ? days - 1 : days - 2;
  }

  private static int nanos(CharSequence text, int end) {
    int fraction = end > 19 ? number(text, 20, end) : 0;
    for (int digits = Math.max(0, end - 20); digits < 9; digits++) {
      fraction *= 10;
    }
    return fraction;
  }

  /** The number that two digits tell; negative if one is no digit. */
  private static int two(CharSequence text, int from) {
    int tens = text.charAt(from) - '0';
    int ones = text.charAt(from + 1) - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : 10 * tens + ones;
  }

  /** The number that the digits tell; -1 if one is no digit. */
  private static int number(CharSequence text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
