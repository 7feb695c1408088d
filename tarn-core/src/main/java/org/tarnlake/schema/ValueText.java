package org.tarnlake.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.InvalidDataException;

/**
 * Scalars as text, as a person would write them: in predicates, in CSV files and on a terminal.
 * Dates are ISO ({@code 2024-05-01}); timestamps are ISO with a {@code T} or a space, a timestamp
 * without an offset being UTC; binary is hexadecimal. Stateless.
 */
public final class ValueText {
  private static final DateTimeFormatter LOCAL =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .toFormatter(Locale.ROOT)
          // Else the 31st of a month of 30 days is its 30th, and 24:00 the next day.
          .withResolverStyle(ResolverStyle.STRICT);
  private static final DateTimeFormatter PLAIN =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .toFormatter(Locale.ROOT);

  private static final Pattern FLOATING =
      Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?|[-+]?Infinity|NaN");

  private static final int DIGITS_MAX = 1000;
  private static final int SHOWN_MAX = 200;

  private ValueText() {}

  /**
   * The canonical value (see {@link Values}) that a text stands for.
   *
   * @throws InvalidDataException if it stands for none of that type
   */
  public static Object parse(DataType type, String text) {
    Argument.require(type, "type", "a DataType");
    Argument.require(text, "text", "a text");
    try {
      if (type instanceof DecimalType) {
        return Values.canonical(type, new BigDecimal(requireFewDigits(text)));
      }
      return switch ((PrimitiveType) type) {
        case BOOLEAN -> parseBoolean(text);
        case BYTE, SHORT, INT, LONG ->
            Values.canonical(type, new BigInteger(requireFewDigits(text)));
        case FLOAT -> parseFloat(text);
        case DOUBLE -> parseDouble(text);
        case STRING -> text;
        case BINARY -> HexFormat.of().parseHex(text);
        case DATE -> Values.canonical(type, LocalDate.parse(text));
        case TIMESTAMP -> Values.micros(parseInstant(text));
        case TIMESTAMP_NTZ -> Values.canonical(type, LocalDateTime.parse(iso(text), LOCAL));
      };
    } catch (DateTimeException | IllegalArgumentException e) {
      String shown = text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "...";
      throw new InvalidDataException("'%s' is no %s".formatted(shown, type.text()), e);
    }
  }

  /** The time to read digits grows with their square; no type has that many. */
  private static String requireFewDigits(String text) {
    if (text.length() > DIGITS_MAX) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  /** The text of a canonical scalar. */
  public static String format(DataType type, Object canonical) {
    Argument.require(type, "type", "a DataType");
    Argument.require(canonical, "canonical", "a value");
    if (!(type instanceof PrimitiveType primitive)) {
      return ((BigDecimal) canonical).toPlainString();
    }
    return switch (primitive) {
      case BINARY -> HexFormat.of().formatHex((byte[]) canonical);
      case DATE -> LocalDate.ofEpochDay((Integer) canonical).toString();
      case TIMESTAMP -> time((Long) canonical) + "Z";
      case TIMESTAMP_NTZ -> time((Long) canonical);
      case BOOLEAN, BYTE, SHORT, INT, LONG, FLOAT, DOUBLE, STRING -> canonical.toString();
    };
  }

  /** A point in time: ISO with an offset or, without one, in UTC; a date alone is its midnight. */
  public static Instant parseInstant(String text) {
    Argument.require(text, "text", "a text");
    if (text.length() == 10) {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    String iso = iso(text);
    int time = iso.indexOf('T');
    boolean offset =
        iso.endsWith("Z") || iso.indexOf('+', time) > 0 || (time > 0 && iso.indexOf('-', time) > 0);
    return offset
        ? OffsetDateTime.parse(iso).toInstant()
        : LocalDateTime.parse(iso, LOCAL).toInstant(ZoneOffset.UTC);
  }

  private static String iso(String text) {
    int space = text.indexOf(' ');
    return space >= 10 ? text.substring(0, space) + 'T' + text.substring(space + 1) : text;
  }

  /** As {@link #PLAIN} writes it, several times faster for the years that have four digits. */
  private static String time(long micros) {
    LocalDateTime time = LocalDateTime.ofInstant(Values.instant(micros), ZoneOffset.UTC);
    if (time.getYear() < 0 || time.getYear() > 9999) {
      return time.format(PLAIN);
    }
    StringBuilder text = new StringBuilder(27);
    two(text, time.getYear() / 100);
    two(text, time.getYear() % 100);
    two(text.append('-'), time.getMonthValue());
    two(text.append('-'), time.getDayOfMonth());
    two(text.append(' '), time.getHour());
    two(text.append(':'), time.getMinute());
    two(text.append(':'), time.getSecond());
    int fraction = time.getNano() / 1000;
    for (int digit = 100_000; fraction > 0; fraction %= digit, digit /= 10) {
      if (digit == 100_000) {
        text.append('.');
      }
      text.append((char) ('0' + fraction / digit));
    }
    return text.toString();
  }

  private static void two(StringBuilder text, int number) {
    text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  /** Java's own parsing takes more: suffixes, hexadecimal, spaces, and makes 1e400 an infinity. */
  private static Object parseDouble(String text) {
    double number = Double.parseDouble(requireNumber(text));
    if (Double.isInfinite(number) && !text.endsWith("y")) {
      throw new InvalidDataException("%s does not fit double".formatted(text));
    }
    return number;
  }

  private static Object parseFloat(String text) {
    float number = Float.parseFloat(requireNumber(text));
    if (Float.isInfinite(number) && !text.endsWith("y")) {
      throw new InvalidDataException("%s does not fit float".formatted(text));
    }
    return number;
  }

  private static String requireNumber(String text) {
    if (!FLOATING.matcher(text).matches()) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  private static Object parseBoolean(String text) {
    if (text.equalsIgnoreCase("true")) {
      return true;
    }
    if (text.equalsIgnoreCase("false")) {
      return false;
    }
    throw new IllegalArgumentException();
  }
}
