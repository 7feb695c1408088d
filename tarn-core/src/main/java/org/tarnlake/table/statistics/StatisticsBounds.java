package org.tarnlake.table.statistics;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.Values;
import org.tarnlake.table.action.TypeChanges;

/**
 * Makes true bounds of what the statistics of any writer say: a bound that a writer may have
 * rounded is widened, and what is no value of its type, or no certain one, is unknown. Stateless.
 */
public final class StatisticsBounds {
  /** Some writers compute the bounds of decimals as doubles. */
  private static final int EXACT_DIGITS = 15;

  /** Writers cut timestamps down to milliseconds. */
  private static final long ROUNDING_MICROS = 1_000;

  private static final long MINUTE_MICROS = 60_000_000;

  /** Offsets of odd seconds were in use before 1972-01-08 only, last in Liberia. */
  private static final long ODD_OFFSETS_MICROS = 737 * 86_400_000_000L;

  private static final DateTimeFormatter WITH_OFFSET =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendOffset("+HH:MM:ss", "Z")
          .toFormatter(Locale.ROOT);

  private StatisticsBounds() {}

  /** The lower bound that a JSON value stands for, canonical; null if it stands for none. */
  static @Nullable Object min(Field field, @Nullable Object json) {
    return ofFloat(field, bound(field.type(), json, RoundingMode.FLOOR), RoundingMode.FLOOR);
  }

  /** The upper bound that a JSON value stands for, canonical; null if it stands for none. */
  static @Nullable Object max(Field field, @Nullable Object json) {
    return ofFloat(field, bound(field.type(), json, RoundingMode.CEILING), RoundingMode.CEILING);
  }

  /**
   * The very value that JSON tells, canonical; null if it is none of that type, or may not be what
   * the writer meant.
   */
  public static @Nullable Object exact(DataType type, @Nullable Object json) {
    return bound(type, json, RoundingMode.UNNECESSARY);
  }

  /** The bound that a canonical value stands for, which was read from statistics once before. */
  public static @Nullable Object widened(Field field, Object canonical, RoundingMode outwards) {
    DataType type = field.type();
    if (type instanceof DecimalType decimal) {
      return canonical instanceof BigDecimal number ? decimal(decimal, number, outwards) : null;
    }
    if (type == DataType.TIMESTAMP || type == DataType.TIMESTAMP_NTZ) {
      long micros = (Long) canonical;
      return widened(micros, micros < ODD_OFFSETS_MICROS ? MINUTE_MICROS : 0, outwards);
    }
    if (canonical instanceof Number number && Double.isNaN(number.doubleValue())) {
      return null;
    }
    return type == DataType.BINARY
            || (canonical instanceof String text && Values.isBrokenUnicode(text))
        ? null
        : ofFloat(field, canonical, outwards);
  }

  /**
   * The shortest decimals that tell two floats apart are what the statistics of older files have
   * where a float became a double: 0.7 stands for 0.699999988079071 then. A bound of several files
   * may be widened as well, since this keeps their order.
   */
  private static @Nullable Object ofFloat(
      Field field, @Nullable Object bound, RoundingMode outwards) {
    if (!(bound instanceof Double value) || !TypeChanges.wasFloat(field)) {
      return bound;
    }
    float near = value.floatValue();
    if (near == value) {
      return bound;
    }
    return outwards == RoundingMode.FLOOR
        ? Math.min(value, Math.nextDown(near))
        : Math.max(value, Math.nextUp(near));
  }

  private static @Nullable Object bound(
      DataType type, @Nullable Object json, RoundingMode outwards) {
    if (json == null) {
      return null;
    }
    try {
      if (type instanceof DecimalType decimal) {
        return decimal(decimal, number(json), outwards);
      }
      if (!(type instanceof PrimitiveType primitive)) {
        return null;
      }
      return switch (primitive) {
        case BOOLEAN -> json instanceof Boolean ? json : null;
        case BYTE, SHORT, INT, LONG -> integer(type, number(json), outwards);
        case FLOAT -> {
          float value =
              json instanceof String text ? (float) special(text) : number(json).floatValue();
          yield Float.isNaN(value) ? null : (Object) value;
        }
        case DOUBLE -> {
          double value = json instanceof String text ? special(text) : number(json).doubleValue();
          yield Double.isNaN(value) ? null : (Object) value;
        }
        // Half a surrogate pair is left where a bound was cut wrongly.
        case STRING -> json instanceof String text && !Values.isBrokenUnicode(text) ? text : null;
        case BINARY -> null;
        case DATE ->
            json instanceof String text ? Values.canonical(type, LocalDate.parse(text)) : null;
        case TIMESTAMP ->
            json instanceof String text
                ? timestamp(OffsetDateTime.parse(text, WITH_OFFSET), outwards)
                : null;
        case TIMESTAMP_NTZ ->
            json instanceof String text ? widened(micros(local(text)), 0, outwards) : null;
      };
    } catch (DateTimeException
        | ArithmeticException
        | IllegalArgumentException
        | InvalidDataException e) {
      return null;
    }
  }

  private static BigDecimal number(Object json) {
    if (json instanceof BigDecimal decimal) {
      return decimal;
    }
    if (json instanceof BigInteger big) {
      return new BigDecimal(big);
    }
    if (json instanceof Long whole) {
      return BigDecimal.valueOf(whole);
    }
    if (json instanceof Double) {
      return BigDecimal.ZERO; // The only double that JSON has here is -0.0.
    }
    throw new IllegalArgumentException();
  }

  private static double special(String text) {
    return switch (text) {
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.NaN;
    };
  }

  private static Object integer(DataType type, BigDecimal number, RoundingMode outwards) {
    requireSmall(number);
    return Values.canonical(type, number.setScale(0, outwards).toBigIntegerExact());
  }

  private static Object decimal(DecimalType type, BigDecimal number, RoundingMode outwards) {
    requireSmall(number);
    if (outwards == RoundingMode.UNNECESSARY) {
      return Values.canonical(type, number);
    }
    BigDecimal slack =
        type.precision() > EXACT_DIGITS
            ? number.abs().movePointLeft(EXACT_DIGITS)
            : BigDecimal.ZERO;
    BigDecimal wide = outwards == RoundingMode.FLOOR ? number.subtract(slack) : number.add(slack);
    return wide.setScale(type.scale(), outwards);
  }

  /** A huge exponent would make rounding build a huge number. */
  private static void requireSmall(BigDecimal number) {
    if (number.precision() - (long) number.scale() > 2 * DecimalType.MAX_PRECISION
        || Math.abs((long) number.scale()) > 400) {
      throw new ArithmeticException("too large");
    }
  }

  private static LocalDateTime local(String text) {
    // A date column that became a timestamp_ntz leaves dates in the statistics.
    return text.indexOf('T') < 0 ? LocalDate.parse(text).atStartOfDay() : LocalDateTime.parse(text);
  }

  private static long micros(LocalDateTime time) {
    return Values.micros(time.toInstant(ZoneOffset.UTC));
  }

  private static Object timestamp(OffsetDateTime time, RoundingMode outwards) {
    long micros = Values.micros(time.toInstant());
    // Local mean time has offsets of odd seconds, which some writers leave out of the text.
    boolean odd = time.getOffset().getTotalSeconds() % (15 * 60) != 0;
    if (odd && outwards == RoundingMode.UNNECESSARY) {
      throw new ArithmeticException("not certain");
    }
    return widened(micros, odd || micros < ODD_OFFSETS_MICROS ? MINUTE_MICROS : 0, outwards);
  }

  private static Object widened(long micros, long slack, RoundingMode outwards) {
    if (outwards == RoundingMode.UNNECESSARY) {
      return micros;
    }
    return outwards == RoundingMode.FLOOR
        ? (Object) Math.subtractExact(micros, slack)
        : (Object) Math.addExact(micros, slack + ROUNDING_MICROS);
  }
}
