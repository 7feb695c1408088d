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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;

/**
 * How numbers and times are written in a text file, where not as usual. Immutable.
 *
 * @param decimalComma whether a comma stands before the decimals of a number
 * @param times the formats of dates and times; those of ISO 8601 are always known
 */
public record TextForms(boolean decimalComma, List<DateTimeFormatter> times) {
  /** As usual. */
  static final TextForms PLAIN = new TextForms(false, List.of());

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
  private static final Pattern WITH_COMMA = Pattern.compile("-?[0-9]+,[0-9]+");
  private static final Pattern DAY_FIRST_OR_LAST =
      Pattern.compile("[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}( .*)?");

  public TextForms {
    times = List.copyOf(times);
  }

  /**
   * Reads formats such as {@code dd.MM.yyyy} or {@code dd/MM/yyyy HH:mm}, in the letters of {@link
   * DateTimeFormatter}. A year is one of the calendar, and a day that a month lacks is none.
   *
   * @throws IllegalArgumentException if one is wrong
   */
  public static TextForms of(boolean decimalComma, List<String> formats) {
    List<DateTimeFormatter> times = new ArrayList<>();
    for (String format : formats) {
      times.add(
          builder(format).toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT));
    }
    return new TextForms(decimalComma, times);
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

  /** Whether a text may be a number with a decimal comma. */
  static boolean isWithComma(String text) {
    return WITH_COMMA.matcher(text).matches();
  }

  /** Whether a text may be a date that does not begin with its year. */
  static boolean isDayFirstOrLast(String text) {
    return DAY_FIRST_OR_LAST.matcher(text).matches();
  }

  boolean isPlain() {
    return !decimalComma && times.isEmpty();
  }

  /**
   * The text with its decimal comma as a point; a point, which groups digits, makes it no number.
   */
  static String withPoint(CharSequence text) {
    return text.toString().replace('.', '_').replace(',', '.');
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
