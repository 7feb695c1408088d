package org.tarnlake.cli.input;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;

/**
 * How numbers and times are written in a text file, where not as usual. Immutable.
 *
 * @param decimalComma whether a comma stands before the decimals of a number
 * @param thousands what groups the digits of a number by three; 0 if nothing does
 * @param times the formats of dates and times; those of ISO 8601 are always known
 */
public record TextForms(boolean decimalComma, char thousands, List<DateTimeFormatter> times) {
  /** As usual. */
  static final TextForms PLAIN = new TextForms(false, (char) 0, List.of());

  private static final List<ChronoField> PARTS_OF_A_TIME =
      List.of(
          ChronoField.HOUR_OF_DAY,
          ChronoField.HOUR_OF_AMPM,
          ChronoField.CLOCK_HOUR_OF_AMPM,
          ChronoField.AMPM_OF_DAY,
          ChronoField.MINUTE_OF_HOUR,
          ChronoField.SECOND_OF_MINUTE,
          ChronoField.NANO_OF_SECOND,
          ChronoField.MILLI_OF_DAY);
  private static final int FIRST_SHORT_YEAR = 1969;

  public TextForms {
    times = List.copyOf(times);
  }

  /**
   * Reads formats such as {@code dd.MM.yyyy} or {@code dd/MM/yyyy HH:mm}, in the letters of {@link
   * DateTimeFormatter}. A year is one of the calendar, and a day that a month lacks is none.
   *
   * @throws IllegalArgumentException if one is wrong
   */
  public static TextForms of(boolean decimalComma, char thousands, List<String> formats) {
    List<DateTimeFormatter> times = new ArrayList<>();
    for (String format : formats) {
      times.add(
          builder(format).toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT));
    }
    return new TextForms(decimalComma, thousands, times);
  }

  /**
   * Years are those of the calendar, since only these are checked strictly without an era. Of two
   * digits, 69 to 99 are of the twentieth century, as POSIX has it.
   */
  private static DateTimeFormatterBuilder builder(String format) {
    DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder();
    StringBuilder pattern = new StringBuilder();
    boolean isText = false;
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      isText ^= c == '\'';
      int end = i;
      while (!isText
          && end < format.length()
          && (format.charAt(end) == 'y' || format.charAt(end) == 'u')) {
        end++;
      }
      if (end - i == 2) {
        builder.appendPattern(pattern.toString());
        pattern.setLength(0);
        builder.appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_SHORT_YEAR);
      } else if (end > i) {
        pattern.append("u".repeat(end - i));
      } else {
        pattern.append(c);
      }
      i = Math.max(i, end - 1);
    }
    return builder.appendPattern(pattern.toString());
  }

  /**
   * The text without the blanks around it, which numbers and times may have; not of blanks alone.
   */
  static CharSequence withoutBlanks(CharSequence text) {
    int end = text.length();
    if (end == 0 || !(isBlank(text.charAt(0)) || isBlank(text.charAt(end - 1)))) {
      return text;
    }
    int start = 0;
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return start == end ? text : text.subSequence(start, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  boolean isPlain() {
    return arePlainNumbers() && times.isEmpty();
  }

  /** Whether numbers are written as usual. */
  boolean arePlainNumbers() {
    return !decimalComma && thousands == 0;
  }

  /**
   * The number as it is usually written: with a point, and without what groups its digits. What is
   * no number stays none.
   */
  CharSequence plainNumber(CharSequence text) {
    if (arePlainNumbers()) {
      return text;
    }
    String number = thousands == 0 ? text.toString() : ungrouped(text.toString());
    // A point, which groups digits elsewhere, makes it none.
    return decimalComma ? number.replace('.', '_').replace(',', '.') : number;
  }

  /** The text without what groups digits, if it groups them by three and nothing else. */
  private String ungrouped(String text) {
    int end = digitsEnd(text, text.startsWith("-") ? 1 : 0);
    int digits = end - (text.startsWith("-") ? 1 : 0);
    if (digits == 0 || digits > 3 || end == text.length() || !isThousands(text.charAt(end))) {
      return text;
    }
    StringBuilder number = new StringBuilder(text.substring(0, end));
    while (end < text.length() && isThousands(text.charAt(end))) {
      int next = digitsEnd(text, end + 1);
      if (next != end + 4) {
        return text;
      }
      number.append(text, end + 1, next);
      end = next;
    }
    return number.append(text, end, text.length()).toString();
  }

  private boolean isThousands(char c) {
    // French texts have spaces that do not break.
    return c == thousands || (thousands == ' ' && (c == '\u00a0' || c == '\u202f'));
  }

  private static int digitsEnd(String text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i;
  }

  /** What a text is by one of the formats: a date, or a time with or without a zone; or null. */
  @Nullable DataType timeType(CharSequence text) {
    Object time = time(text);
    return time == null ? null : typeOf(time);
  }

  private static DataType typeOf(Object time) {
    return time instanceof LocalDate
        ? DataType.DATE
        : time instanceof Instant ? DataType.TIMESTAMP : DataType.TIMESTAMP_NTZ;
  }

  /**
   * The time of a type that a text is by one of the formats; null if it is none.
   *
   * @throws InvalidDataException if it is a time of another type
   */
  @Nullable Object time(DataType type, CharSequence text) {
    Object time = time(text);
    if (time == null) {
      return null;
    }
    if (type == DataType.TIMESTAMP_NTZ && time instanceof LocalDate date) {
      return date.atStartOfDay();
    }
    if (type == typeOf(time)) {
      return time;
    }
    throw wrong(type, text, time);
  }

  private static InvalidDataException wrong(DataType type, CharSequence text, Object time) {
    String kind =
        time instanceof LocalDate
            ? "a date without a time"
            : time instanceof Instant ? "a time with a zone" : "a time without a zone";
    return new InvalidDataException("'%s' is %s, not a %s".formatted(text, kind, type.text()));
  }

  private @Nullable Object time(CharSequence text) {
    for (DateTimeFormatter format : times) {
      try {
        Object time = time(format.parse(text));
        if (time != null) {
          return time;
        }
      } catch (DateTimeException e) {
        // Perhaps by another format.
      }
    }
    return null;
  }

  /** What was parsed, if nothing of it would be lost and nothing is left to guess; else null. */
  private static @Nullable Object time(TemporalAccessor parsed) {
    LocalDate date = parsed.query(TemporalQueries.localDate());
    LocalTime time = parsed.query(TemporalQueries.localTime());
    ZoneId zone = parsed.query(TemporalQueries.zone());
    if (date == null) {
      return null;
    }
    if (time == null) {
      boolean isMore = zone != null || PARTS_OF_A_TIME.stream().anyMatch(parsed::isSupported);
      return isMore ? null : date;
    }
    LocalDateTime local = date.atTime(time);
    if (time.get(ChronoField.NANO_OF_SECOND) % 1000 != 0) {
      return null;
    }
    if (zone == null) {
      return local;
    }
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
    if (parsed.isSupported(ChronoField.OFFSET_SECONDS)) {
      ZoneOffset said = ZoneOffset.ofTotalSeconds(parsed.get(ChronoField.OFFSET_SECONDS));
      return offsets.contains(said) ? local.toInstant(said) : null;
    }
    return offsets.size() == 1 ? local.toInstant(offsets.get(0)) : null;
  }
}
