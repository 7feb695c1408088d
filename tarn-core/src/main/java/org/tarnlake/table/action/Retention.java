package org.tarnlake.table.action;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How long a table keeps what it does not need any more, by its properties. Stateless. */
public final class Retention {
  private static final String DELETED_FILES = "delta.deletedFileRetentionDuration";
  private static final Duration WEEK = Duration.ofDays(7);

  /** Longer than any table is old; a text that nobody understands must not let anything expire. */
  private static final Duration FOREVER = Duration.ofDays(365_000);

  private Retention() {}

  /** How long tombstones of data files are kept. */
  public static Duration deletedFiles(Metadata metadata) {
    return parse(metadata.configuration().get(DELETED_FILES));
  }

  /** Whether it is a text such as {@code interval 1 week}, of no more than a thousand years. */
  public static boolean isInterval(String text) {
    return parse(text).compareTo(FOREVER) < 0;
  }

  /** Parses {@code interval 1 week}, {@code interval 12 hours 30 minutes} and the like. */
  static Duration parse(@Nullable String text) {
    if (text == null) {
      return WEEK;
    }
    String[] words = text.strip().toLowerCase(Locale.ROOT).split("\\s+", -1);
    int first = words[0].equals("interval") ? 1 : 0;
    if (words.length == first || (words.length - first) % 2 != 0) {
      return FOREVER;
    }
    try {
      Duration sum = Duration.ZERO;
      for (int i = first; i < words.length; i += 2) {
        Duration unit = unit(words[i + 1]);
        if (unit == null) {
          return FOREVER;
        }
        sum = sum.plus(unit.multipliedBy(Long.parseLong(words[i])));
      }
      return sum.isNegative() || sum.compareTo(FOREVER) > 0 ? FOREVER : sum;
    } catch (NumberFormatException | ArithmeticException e) {
      return FOREVER;
    }
  }

  private static @Nullable Duration unit(String word) {
    String singular = word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    return switch (singular) {
      case "week" -> WEEK;
      case "day" -> Duration.ofDays(1);
      case "hour" -> Duration.ofHours(1);
      case "minute" -> Duration.ofMinutes(1);
      case "second" -> Duration.ofSeconds(1);
      case "millisecond" -> Duration.ofMillis(1);
      case "microsecond" -> Duration.ofNanos(1000);
      default -> null;
    };
  }
}
