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

  private TimeText() {}

  /** Whether all of the text is a date. */
  static boolean isDate(CharSequence text) {
    return text.length() == 10 && isDay(text);
  }

  /** The date that is all of the text; null if it is in another form. */
  static @Nullable LocalDate date(CharSequence text) {
    return isDate(text)
        ? LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
        : null;
  }

  /** Whether what stands before {@code end} is a date and a time. */
  static boolean isDateTime(CharSequence text, int end) {
    if (end < 19
        || (text.charAt(10) != 'T' && text.charAt(10) != ' ')
        || text.charAt(13) != ':'
        || text.charAt(16) != ':'
        || (end > 19 && (text.charAt(19) != '.' || end == 20 || end > 26))) {
      return false;
    }
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    boolean valid = hour >= 0 && minute >= 0 && second >= 0 && number(text, 20, end) >= 0;
    return valid && hour < 24 && minute < 60 && second < 60 && isDay(text);
  }

  /** The date and time before {@code end}, of UTC; null if they are in another form. */
  static @Nullable Instant instant(CharSequence text, int end) {
    return isDateTime(text, end) ? Instant.ofEpochSecond(seconds(text), nanos(text, end)) : null;
  }

  /** The date and time before {@code end}; null if they are in another form. */
  static @Nullable LocalDateTime dateTime(CharSequence text, int end) {
    return isDateTime(text, end)
        ? LocalDateTime.ofEpochSecond(seconds(text), nanos(text, end), ZoneOffset.UTC)
        : null;
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

  /** Since 1970. */
  private static long seconds(CharSequence text) {
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    // Days of the years before, with a leap year each 4 but not each 100 except each 400 years.
    int days = 365 * year + (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400;
    days += (367 * month - 362) / 12 + day - 1;
    if (month > 2) {
      days -= isLeap(year) ? 1 : 2;
    }
    int hours = number(text, 11, 13);
    int minutes = number(text, 14, 16);
    return (long) (days - DAYS_BEFORE_1970) * SECONDS_A_DAY
        + 3600L * hours
        + 60L * minutes
        + number(text, 17, 19);
  }

  private static int nanos(CharSequence text, int end) {
    int fraction = end > 19 ? number(text, 20, end) : 0;
    for (int digits = Math.max(0, end - 20); digits < 9; digits++) {
      fraction *= 10;
    }
    return fraction;
  }

  /** Whether the first ten characters are a day of the calendar. */
  private static boolean isDay(CharSequence text) {
    if (text.charAt(4) != '-' || text.charAt(7) != '-') {
      return false;
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    if (year < 0 || month < 1 || month > 12 || day < 1 || day > 31) {
      return false;
    }
    boolean shorter = month == 4 || month == 6 || month == 9 || month == 11;
    return day <= 28 || (month == 2 ? day == 29 && isLeap(year) : day < 31 || !shorter);
  }

  private static boolean isLeap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
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
