package org.tarnlake.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.InvalidDataException;

/**
 * Which Java values stand for a scalar: those a user passes and receives, and the canonical ones
 * that Tarn works with inside. Stateless.
 *
 * <table>
 * <caption>Values of scalar types</caption>
 * <tr><th>Type<th>Accepted<th>Canonical<th>Returned
 * <tr><td>boolean<td>Boolean<td>Boolean<td>Boolean
 * <tr><td>byte, short, int<td>any integer that fits<td>Integer<td>Byte, Short, Integer
 * <tr><td>long<td>any integer that fits<td>Long<td>Long
 * <tr><td>float<td>Float; a double or an integer that it holds exactly<td>Float<td>Float
 * <tr><td>double<td>Double, Float; an integer that it holds exactly<td>Double<td>Double
 * <tr><td>decimal<td>BigDecimal or any integer, if no digit is lost<td>BigDecimal of the type's
 *     scale<td>BigDecimal
 * <tr><td>string<td>String, any CharSequence, Character; an enum's name<td>String<td>String
 * <tr><td>binary<td>byte[]<td>byte[]<td>byte[]
 * <tr><td>date<td>LocalDate<td>Integer, days since 1970<td>LocalDate
 * <tr><td>timestamp<td>Instant, OffsetDateTime, ZonedDateTime (cut to microseconds)<td>Long,
 *     microseconds since 1970<td>Instant
 * <tr><td>timestamp_ntz<td>LocalDateTime (cut to microseconds)<td>Long, microseconds since
 *     1970<td>LocalDateTime
 * </table>
 */
public final class Values {
  private static final long MICROS = 1_000_000;

  private static final Map<Class<?>, DataType> TYPES =
      Map.ofEntries(
          Map.entry(boolean.class, DataType.BOOLEAN),
          Map.entry(Boolean.class, DataType.BOOLEAN),
          Map.entry(byte.class, DataType.BYTE),
          Map.entry(Byte.class, DataType.BYTE),
          Map.entry(short.class, DataType.SHORT),
          Map.entry(Short.class, DataType.SHORT),
          Map.entry(int.class, DataType.INT),
          Map.entry(Integer.class, DataType.INT),
          Map.entry(long.class, DataType.LONG),
          Map.entry(Long.class, DataType.LONG),
          Map.entry(float.class, DataType.FLOAT),
          Map.entry(Float.class, DataType.FLOAT),
          Map.entry(double.class, DataType.DOUBLE),
          Map.entry(Double.class, DataType.DOUBLE),
          Map.entry(String.class, DataType.STRING),
          Map.entry(byte[].class, DataType.BINARY),
          Map.entry(LocalDate.class, DataType.DATE),
          Map.entry(Instant.class, DataType.TIMESTAMP),
          Map.entry(LocalDateTime.class, DataType.TIMESTAMP_NTZ));

  private Values() {}

  /** The scalar type whose values are of a class; null if the class does not tell it. */
  public static @Nullable DataType typeOf(Class<?> type) {
    Argument.require(type, "type", "a Class");
    return TYPES.get(type);
  }

  /** Whether a text has half of a surrogate pair, which is no character and has no UTF-8. */
  public static boolean isBrokenUnicode(String text) {
    Argument.require(text, "text", "a text");
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        int point = text.codePointAt(i);
        if (point <= Character.MAX_SURROGATE) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /**
   * The canonical form of a value that a user passed for a scalar type.
   *
   * @throws InvalidDataException if the value is of another type, or does not fit without loss
   */
  public static Object canonical(DataType type, Object value) {
    Argument.require(type, "type", "a DataType");
    Argument.require(value, "value", "a value");
    if (type instanceof DecimalType decimal) {
      return decimal(decimal, value);
    }
    if (!(type instanceof PrimitiveType primitive)) {
      throw new AssertionError("not a scalar type: " + type);
    }
    switch (primitive) {
      case BOOLEAN -> {
        if (value instanceof Boolean) {
          return value;
        }
      }
      case BYTE -> {
        return (int) integer(type, value, Byte.MIN_VALUE, Byte.MAX_VALUE);
      }
      case SHORT -> {
        return (int) integer(type, value, Short.MIN_VALUE, Short.MAX_VALUE);
      }
      case INT -> {
        return (int) integer(type, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
      }
      case LONG -> {
        return value instanceof Long
            ? value
            : (Object) integer(type, value, Long.MIN_VALUE, Long.MAX_VALUE);
      }
      case FLOAT -> {
        return floatValue(value);
      }
      case DOUBLE -> {
        return doubleValue(value);
      }
      case STRING -> {
        if (value instanceof CharSequence || value instanceof Character) {
          return value.toString();
        }
        if (value instanceof Enum<?> constant) {
          return constant.name();
        }
      }
      case BINARY -> {
        if (value instanceof byte[] bytes) {
          return bytes.clone();
        }
      }
      case DATE -> {
        if (value instanceof LocalDate date) {
          return day(date);
        }
      }
      case TIMESTAMP -> {
        if (value instanceof Instant instant) {
          return micros(instant);
        }
        if (value instanceof OffsetDateTime time) {
          return micros(time.toInstant());
        }
        if (value instanceof ZonedDateTime time) {
          return micros(time.toInstant());
        }
      }
      case TIMESTAMP_NTZ -> {
        if (value instanceof LocalDateTime time) {
          return micros(time.toInstant(ZoneOffset.UTC));
        }
      }
    }
    throw wrongType(type, value);
  }

  /** What a user receives for a canonical value of a scalar type. */
  public static Object external(DataType type, Object canonical) {
    Argument.require(type, "type", "a DataType");
    Argument.require(canonical, "canonical", "a value");
    if (type instanceof PrimitiveType primitive) {
      return switch (primitive) {
        case BYTE -> ((Integer) canonical).byteValue();
        case SHORT -> ((Integer) canonical).shortValue();
        case DATE -> LocalDate.ofEpochDay((Integer) canonical);
        case TIMESTAMP -> instant((Long) canonical);
        case TIMESTAMP_NTZ -> LocalDateTime.ofInstant(instant((Long) canonical), ZoneOffset.UTC);
        case BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, BINARY -> canonical;
      };
    }
    return canonical;
  }

  /** Microseconds since 1970, rounded down. */
  public static long micros(Instant instant) {
    Argument.require(instant, "instant", "an Instant");
    try {
      return Math.addExact(
          Math.multiplyExact(instant.getEpochSecond(), MICROS), instant.getNano() / 1000);
    } catch (ArithmeticException e) {
      throw new InvalidDataException(
          "%s is outside the range of a timestamp, about 290,000 years around 1970"
              .formatted(instant),
          e);
    }
  }

  /** The point in time that many microseconds since 1970. */
  public static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static int day(LocalDate date) {
    long day = date.toEpochDay();
    if (day != (int) day) {
      throw new InvalidDataException("%s is outside the range of a date".formatted(date));
    }
    return (int) day;
  }

  private static long integer(DataType type, Object value, long min, long max) {
    long number;
    if (value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte) {
      number = ((Number) value).longValue();
    } else if (value instanceof BigInteger big && big.bitLength() < 64) {
      number = big.longValue();
    } else if (value instanceof BigInteger) {
      throw doesNotFit(type, value);
    } else {
      throw wrongType(type, value);
    }
    if (number < min || number > max) {
      throw doesNotFit(type, value);
    }
    return number;
  }

  private static Object floatValue(Object value) {
    if (value instanceof Float) {
      return value;
    }
    if (value instanceof Double wide) {
      float narrow = wide.floatValue();
      if (Double.compare(narrow, wide) == 0) {
        return narrow;
      }
      throw doesNotFit(DataType.FLOAT, value);
    }
    long whole = integer(DataType.FLOAT, value, Long.MIN_VALUE, Long.MAX_VALUE);
    if (whole == Long.MAX_VALUE || (long) (float) whole != whole) {
      throw doesNotFit(DataType.FLOAT, value);
    }
    return (float) whole;
  }

  private static Object doubleValue(Object value) {
    if (value instanceof Double) {
      return value;
    }
    if (value instanceof Float narrow) {
      return (double) narrow;
    }
    long whole = integer(DataType.DOUBLE, value, Long.MIN_VALUE, Long.MAX_VALUE);
    if (whole == Long.MAX_VALUE || (long) (double) whole != whole) {
      throw doesNotFit(DataType.DOUBLE, value);
    }
    return (double) whole;
  }

  private static BigDecimal decimal(DecimalType type, Object value) {
    BigDecimal number;
    if (value instanceof BigDecimal given) {
      number = given;
    } else if (value instanceof BigInteger big) {
      number = new BigDecimal(big);
    } else {
      number = BigDecimal.valueOf(integer(type, value, Long.MIN_VALUE, Long.MAX_VALUE));
    }
    // A huge exponent would make setScale build a huge number, so the digits are counted first.
    boolean tooLarge =
        number.signum() != 0
            && (long) number.precision() - number.scale() > (long) type.precision() - type.scale();
    if (number.signum() != 0 && (tooLarge || number.stripTrailingZeros().scale() > type.scale())) {
      throw doesNotFit(type, value);
    }
    return number.signum() == 0
        ? BigDecimal.ZERO.setScale(type.scale())
        : number.setScale(type.scale());
  }

  private static InvalidDataException doesNotFit(DataType type, Object value) {
    return new InvalidDataException(
        "%s does not fit %s without loss".formatted(value, type.text()));
  }

  private static InvalidDataException wrongType(DataType type, Object value) {
    String shown = value instanceof byte[] bytes ? bytes.length + " bytes" : "'" + value + "'";
    return new InvalidDataException(
        "%s of class %s is no %s; pass %s"
            .formatted(shown, value.getClass().getSimpleName(), type.text(), accepted(type)));
  }

  private static String accepted(DataType type) {
    if (!(type instanceof PrimitiveType primitive)) {
      return "a BigDecimal or an integer";
    }
    return switch (primitive) {
      case BOOLEAN -> "a Boolean";
      case BYTE, SHORT, INT, LONG -> "an integer";
      case FLOAT -> "a Float";
      case DOUBLE -> "a Double";
      case STRING -> "a String";
      case BINARY -> "a byte[]";
      case DATE -> "a java.time.LocalDate";
      case TIMESTAMP -> "a java.time.Instant";
      case TIMESTAMP_NTZ -> "a java.time.LocalDateTime";
    };
  }
}
