package org.tarnlake.predicate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;

/**
 * A constant of a condition or an expression, not yet tied to a column's type. Immutable; the array
 * of a binary one must not be changed.
 *
 * @param value null, String, Boolean, Long, BigInteger beyond 64 bits, BigDecimal with a fraction
 *     part, Double if NaN or infinite, LocalDate, LocalDateTime, Instant or byte[]. The constructor
 *     also takes the other integers, any Double or Float (which stand for the decimal that {@link
 *     Double#toString} shows), other texts and times with an offset or a zone, and brings them to
 *     these
 */
public record Literal(@Nullable Object value) implements Expression {
  /** More than any column can hold, and few enough that no arithmetic takes long. */
  static final int MAX_DIGITS = 1000;

  static final Literal NULL = new Literal(null);

  public Literal {
    value = normalized(value);
  }

  private static @Nullable Object normalized(@Nullable Object value) {
    if (value == null
        || value instanceof Boolean
        || value instanceof Long
        || value instanceof LocalDate
        || value instanceof LocalDateTime
        || value instanceof Instant) {
      return value;
    }
    if (value instanceof CharSequence || value instanceof Character) {
      return requireText(value.toString());
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof BigInteger big) {
      return whole(requireSmall(new BigDecimal(big)).toBigIntegerExact());
    }
    if (value instanceof BigDecimal decimal) {
      return number(decimal);
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      return Double.isFinite(number) ? number(BigDecimal.valueOf(number)) : (Object) number;
    }
    if (value instanceof byte[] bytes) {
      return bytes.clone();
    }
    if (value instanceof OffsetDateTime time) {
      return time.toInstant();
    }
    if (value instanceof ZonedDateTime time) {
      return time.toInstant();
    }
    throw new InvalidDataException(
        "'%s' of class %s cannot stand in a condition; pass a String, a Boolean, a number, a byte[], a java.time.LocalDate, Instant or LocalDateTime"
            .formatted(value, value.getClass().getSimpleName()));
  }

  private static Object number(BigDecimal decimal) {
    requireSmall(decimal);
    return decimal.scale() > 0 ? decimal : whole(decimal.toBigIntegerExact());
  }

  private static Object whole(BigInteger number) {
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  private static BigDecimal requireSmall(BigDecimal number) {
    if (number.precision() > MAX_DIGITS || Math.abs((long) number.scale()) > MAX_DIGITS) {
      throw new InvalidDataException(
          "a number of a condition has at most %s digits".formatted(MAX_DIGITS));
    }
    return number;
  }

  static String requireText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw new InvalidDataException(
              "the text of a condition contains half a surrogate pair at character " + (i + 1));
        }
        i++;
      }
    }
    return text;
  }

  boolean isNull() {
    return value == null;
  }

  /** What kind of value this is, in an error message. */
  String kind() {
    if (value == null) {
      return "NULL";
    }
    if (value instanceof Number) {
      return "a number";
    }
    if (value instanceof String) {
      return "a string";
    }
    if (value instanceof byte[]) {
      return "binary";
    }
    if (value instanceof Boolean) {
      return "a boolean";
    }
    return value instanceof LocalDate ? "a date" : "a timestamp";
  }

  /** The literal as SQL, which the parser reads back. */
  @Override
  public String text() {
    if (value == null) {
      return "NULL";
    }
    if (value instanceof String text) {
      return quoted(text);
    }
    if (value instanceof byte[] bytes) {
      return "X'" + HexFormat.of().formatHex(bytes) + "'";
    }
    if (value instanceof LocalDate) {
      return "DATE '" + value + "'";
    }
    if (value instanceof Instant || value instanceof LocalDateTime) {
      return "TIMESTAMP '" + value + "'";
    }
    if (value instanceof Double) {
      return "DOUBLE '" + value + "'";
    }
    return value.toString().toUpperCase(Locale.ROOT);
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Literal that && Objects.deepEquals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(new @Nullable Object[] {value});
  }

  @Override
  public String toString() {
    return text();
  }
}
