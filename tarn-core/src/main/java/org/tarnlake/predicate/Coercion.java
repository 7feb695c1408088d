package org.tarnlake.predicate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.PrimitiveType;

/**
 * Finds where a literal stands among the values of a column's type. Stateless.
 *
 * <p>Values are those that {@link Codes} orders: Long codes for what fits 64 bits, else BigDecimal
 * and byte[].
 */
final class Coercion {
  private static final BigInteger MICROS = BigInteger.valueOf(1_000_000);

  /**
   * A place among the values of a type.
   *
   * @param floor the greatest value that is not above the literal; null if all are
   * @param exact whether the floor equals the literal
   */
  record Position(@Nullable Object floor, boolean exact) {}

  private Coercion() {}

  static Position position(ColumnPath column, Literal literal) {
    DataType type = column.field().type();
    Object value = literal.value();
    if (type instanceof DecimalType decimal) {
      return decimal(decimal, number(column, literal));
    }
    if (!(type instanceof PrimitiveType primitive)) {
      throw new InvalidDataException(
          "column '%s' is a %s, which has no order; only IS NULL and IS NOT NULL apply to it"
              .formatted(column.text(), type.text()));
    }
    switch (primitive) {
      case BOOLEAN -> {
        if (value instanceof Boolean flag) {
          return exactly(flag ? 1L : 0L);
        }
        if (value instanceof String text
            && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))) {
          return exactly(text.equalsIgnoreCase("true") ? 1L : 0L);
        }
      }
      case BYTE -> {
        return whole(number(column, literal), Byte.MIN_VALUE, Byte.MAX_VALUE);
      }
      case SHORT -> {
        return whole(number(column, literal), Short.MIN_VALUE, Short.MAX_VALUE);
      }
      case INT -> {
        return whole(number(column, literal), Integer.MIN_VALUE, Integer.MAX_VALUE);
      }
      case LONG -> {
        return whole(number(column, literal), Long.MIN_VALUE, Long.MAX_VALUE);
      }
      case FLOAT -> {
        return floating(number(column, literal), Float.MAX_VALUE, Number::floatValue);
      }
      case DOUBLE -> {
        return floating(number(column, literal), Double.MAX_VALUE, Number::doubleValue);
      }
      case STRING -> {
        if (value instanceof String text) {
          return exactly(text.getBytes(StandardCharsets.UTF_8));
        }
      }
      case BINARY -> {
        if (value instanceof byte[]) {
          return exactly(value);
        }
      }
      case DATE -> {
        LocalDateTime time = localTime(value);
        if (time != null) {
          long day = time.toLocalDate().toEpochDay();
          return clamp(
              BigInteger.valueOf(day),
              time.toLocalTime().equals(LocalTime.MIDNIGHT),
              Integer.MIN_VALUE,
              Integer.MAX_VALUE);
        }
      }
      case TIMESTAMP -> {
        LocalDateTime time = value instanceof Instant ? null : localTime(value);
        if (value instanceof Instant instant) {
          return micros(instant);
        }
        if (time != null) {
          return micros(time.toInstant(ZoneOffset.UTC));
        }
        if (value instanceof String text && tryTimestamp(text) instanceof Instant instant) {
          return micros(instant);
        }
      }
      case TIMESTAMP_NTZ -> {
        LocalDateTime time = localTime(value);
        if (time != null) {
          return micros(time.toInstant(ZoneOffset.UTC));
        }
      }
    }
    throw wrongKind(column, literal);
  }

  static InvalidDataException wrongKind(ColumnPath column, Literal literal) {
    DataType type = column.field().type();
    if (literal.value() instanceof Boolean && !column.field().isUntyped()) {
      // A column that stands for itself is compared with TRUE.
      return new InvalidDataException(
          "column '%s' is %s, and neither true nor false; compare it with something, such as %s = %s"
              .formatted(column.text(), type.text(), column.text(), example(type)));
    }
    boolean isTime =
        type == DataType.DATE || type == DataType.TIMESTAMP || type == DataType.TIMESTAMP_NTZ;
    if (isTime && literal.value() instanceof String) {
      return new InvalidDataException(
          "column '%s' is %s, and %s is none; write %s"
              .formatted(column.text(), type.text(), literal.text(), remedy(type, literal)));
    }
    return new InvalidDataException(
        "column '%s' is %s and cannot be compared with %s, %s; write %s"
            .formatted(
                column.text(),
                column.field().isUntyped() ? "untyped" : type.text(),
                literal.text(),
                literal.kind(),
                column.field().isUntyped()
                    ? "a number, a string in single quotes, TRUE or FALSE"
                    : remedy(type, literal)));
  }

  private static String example(DataType type) {
    if (!(type instanceof PrimitiveType primitive)) {
      return "9.99";
    }
    return switch (primitive) {
      case BOOLEAN -> "TRUE";
      case BYTE, SHORT, INT, LONG -> "5";
      case FLOAT, DOUBLE -> "2.5";
      case STRING -> "'x'";
      case BINARY -> "X'00ff'";
      case DATE -> "DATE '2024-05-01'";
      case TIMESTAMP -> "TIMESTAMP '2024-05-01 10:00:00Z'";
      case TIMESTAMP_NTZ -> "TIMESTAMP '2024-05-01 10:00:00'";
    };
  }

  private static String remedy(DataType type, Literal literal) {
    if (!(type instanceof PrimitiveType primitive)) {
      return "a number such as 9.99";
    }
    return switch (primitive) {
      case BOOLEAN -> "TRUE or FALSE";
      case BYTE, SHORT, INT, LONG -> "a number such as 5";
      case FLOAT, DOUBLE -> "a number such as 2.5, or DOUBLE 'NaN'";
      case STRING ->
          literal.value() instanceof Number
              ? "a string in single quotes, which compares character by character: '10' < '9'"
              : "a string such as 'x'";
      case BINARY -> "binary such as X'00ff'";
      case DATE -> "DATE '2024-05-01'";
      case TIMESTAMP -> "TIMESTAMP '2024-05-01 10:00:00Z'";
      case TIMESTAMP_NTZ -> "TIMESTAMP '2024-05-01 10:00:00', without an offset";
    };
  }

  private static Number number(ColumnPath column, Literal literal) {
    if (literal.value() instanceof Number number) {
      return number;
    }
    if (literal.value() instanceof String text && text.length() <= Literal.MAX_DIGITS) {
      DataType type = column.field().type();
      try {
        Object parsed =
            type == DataType.DOUBLE || type == DataType.FLOAT
                ? (isSpecial(text) ? (Object) Double.valueOf(text) : new BigDecimal(text.strip()))
                : new BigDecimal(text.strip());
        return (Number) Objects.requireNonNull(new Literal(parsed).value());
      } catch (NumberFormatException e) {
        throw wrongKind(column, literal);
      }
    }
    throw wrongKind(column, literal);
  }

  private static boolean isSpecial(String text) {
    return text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
  }

  private static Position exactly(Object value) {
    return new Position(value, true);
  }

  private static Position whole(Number number, long min, long max) {
    if (number instanceof Double special) {
      return special < 0 ? new Position(null, false) : new Position(max, false);
    }
    BigDecimal decimal = LiteralOrder.exact(number);
    BigDecimal floor = decimal.setScale(0, RoundingMode.FLOOR);
    return clamp(floor.toBigIntegerExact(), floor.compareTo(decimal) == 0, min, max);
  }

  private static Position clamp(BigInteger floor, boolean exact, long min, long max) {
    if (floor.compareTo(BigInteger.valueOf(min)) < 0) {
      return new Position(null, false);
    }
    if (floor.compareTo(BigInteger.valueOf(max)) > 0) {
      return new Position(max, false);
    }
    return new Position(floor.longValueExact(), exact);
  }

  /** A decimal stands for the nearest float or double, as everywhere in SQL. */
  private static Position floating(Number number, double max, ToDoubleFunction<Number> nearest) {
    double value = nearest.applyAsDouble(number);
    if (Double.isInfinite(value) && !(number instanceof Double)) {
      return value > 0
          ? new Position(Codes.ofDouble(max), false)
          : new Position(Codes.ofDouble(Double.NEGATIVE_INFINITY), false);
    }
    return exactly(Codes.ofDouble(value));
  }

  private static Position decimal(DecimalType type, Number number) {
    BigInteger limit = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
    if (number instanceof Double special) {
      return special < 0
          ? new Position(null, false)
          : new Position(Codes.ofDecimal(type, new BigDecimal(limit, type.scale())), false);
    }
    BigDecimal given = LiteralOrder.exact(number);
    BigDecimal floor = given.setScale(type.scale(), RoundingMode.FLOOR);
    if (floor.unscaledValue().compareTo(limit.negate()) < 0) {
      return new Position(null, false);
    }
    if (floor.unscaledValue().compareTo(limit) > 0) {
      return new Position(Codes.ofDecimal(type, new BigDecimal(limit, type.scale())), false);
    }
    return new Position(Codes.ofDecimal(type, floor), floor.compareTo(given) == 0);
  }

  private static Position micros(Instant instant) {
    BigInteger floor =
        BigInteger.valueOf(instant.getEpochSecond())
            .multiply(MICROS)
            .add(BigInteger.valueOf(instant.getNano() / 1000));
    return clamp(floor, instant.getNano() % 1000 == 0, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** A date or time without an offset; a date is its midnight. */
  private static @Nullable LocalDateTime localTime(@Nullable Object value) {
    if (value instanceof LocalDate date) {
      return date.atStartOfDay();
    }
    if (value instanceof String text) {
      return tryTimestamp(text) instanceof LocalDateTime time ? time : null;
    }
    return value instanceof LocalDateTime time ? time : null;
  }

  private static @Nullable Object tryTimestamp(String text) {
    try {
      return Timestamps.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
