package org.tarnlake.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.ValueText;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads points in time as a person says them. Pure. */
final class PointInTime {
  /** What is told of a text that is none. */
  static final String EXAMPLES =
      "such as 2024-05-01T10:00:00Z, 2024-05-01, \"5 minutes ago\", yesterday or \"last week\"";

  private static final Pattern AGO =
      Pattern.compile(
          "(?:(an?|[0-9]{1,9}) +(second|minute|hour|day|week|month|year)s? +ago|last +(week|month|year))");

  private PointInTime() {}

  /**
   * Reads a time with or without a zone (UTC then), a date, an amount of seconds to years "ago",
   * {@code now}, {@code today} since midnight (UTC), {@code yesterday}, which is 24 hours ago, or
   * {@code last week}, month or year, which is one of them ago.
   *
   * @throws DateTimeException if it is none of these
   */
  static Instant parse(String text, Instant now) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (lower.equals("yesterday")) {
      return now.minus(1, ChronoUnit.DAYS);
    }
    if (lower.equals("now")) {
      return now;
    }
    if (lower.equals("today")) {
      return now.truncatedTo(ChronoUnit.DAYS);
    }
    Matcher ago = AGO.matcher(lower);
    if (!ago.matches()) {
      return ValueText.parseInstant(text.strip());
    }
    String said = ago.group(1);
    long amount = said == null || said.startsWith("a") ? 1 : Long.parseLong(said);
    String name = said == null ? ago.group(3) : ago.group(2);
    // Weeks, months and years are those of the calendar.
    ChronoUnit unit = ChronoUnit.valueOf(name.toUpperCase(Locale.ROOT) + "S");
    return now.atOffset(ZoneOffset.UTC).minus(amount, unit).toInstant();
  }

  /** Reads an option. */
  static final class Converter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return parse(text, Environment.system().clock().instant());
      } catch (DateTimeException | ArithmeticException e) {
        throw new TypeConversionException("'%s' is no time, %s".formatted(text, EXAMPLES));
      }
    }
  }
}
