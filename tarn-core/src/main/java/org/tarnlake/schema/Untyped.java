package org.tarnlake.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.InvalidDataException;

/**
 * Scalars of any kind in one column, kept as text so that every Delta reader can read them: numbers
 * and booleans as JSON writes them, strings as they are, except that a string which would read as a
 * number, as {@code true} or {@code false}, or which starts with a quote, stands in quotes.
 * Stateless.
 */
public final class Untyped {
  private static final int MAX_ZEROS = 400;

  /** The time to read digits grows with their square. */
  private static final int MAX_DIGITS = 10_000;

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  private Untyped() {}

  /**
   * The text of a String, Boolean, integer, float, double or decimal.
   *
   * @throws InvalidDataException for a value of any other class, for NaN and infinities, and for
   *     numbers of more than 10,000 digits
   */
  public static String encode(Object value) {
    Argument.require(value, "value", "a value");
    if (value instanceof CharSequence || value instanceof Character) {
      String text = value.toString();
      return isAmbiguous(text) ? '"' + text + '"' : text;
    }
    if (value instanceof Double || value instanceof Float) {
      if (!Double.isFinite(((Number) value).doubleValue())) {
        throw new InvalidDataException(
            "%s has no place in a column without a type; create the column as double"
                .formatted(value));
      }
      return value.toString();
    }
    if (value instanceof BigInteger big) {
      requireFewDigits(new BigDecimal(big));
      return big.toString();
    }
    if (value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte) {
      return value.toString();
    }
    if (value instanceof BigDecimal decimal) {
      requireFewDigits(decimal);
      // Written out in full, a huge exponent would be as many zeros.
      return Math.abs((long) decimal.scale()) > MAX_ZEROS
          ? decimal.toString()
          : decimal.toPlainString();
    }
    if (value instanceof Enum<?> constant) {
      return encode(constant.name());
    }
    throw new InvalidDataException(
        "'%s' of class %s is no scalar that a column without a type can hold; pass a String, a Boolean or a number, or create the column with a type"
            .formatted(value, value.getClass().getSimpleName()));
  }

  private static void requireFewDigits(BigDecimal number) {
    if (number.precision() > MAX_DIGITS) {
      throw new InvalidDataException(
          "a number in a column without a type has at most %s digits".formatted(MAX_DIGITS));
    }
  }

  /**
   * The scalar of a text: a String, Boolean, Long, BigInteger, Double or BigDecimal. Digits beyond
   * what {@link #encode} takes are a String.
   */
  public static Object decode(String text) {
    Argument.require(text, "text", "a text");
    if (!isAmbiguous(text)) {
      return text;
    }
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    if (text.startsWith("\"")) {
      boolean quoted = text.length() > 1 && text.endsWith("\"");
      return quoted ? text.substring(1, text.length() - 1) : text;
    }
    if (text.length() > 2 * MAX_DIGITS) {
      return text;
    }
    if (text.charAt(0) == '-' && isZero(text)) {
      return -0.0;
    }
    if (text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0) {
      BigInteger whole = new BigInteger(text);
      return whole.bitLength() < 64 ? (Object) whole.longValue() : whole;
    }
    double number = Double.parseDouble(text);
    if (Double.toString(number).equals(text)) {
      return number;
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      // An exponent that no BigDecimal has: Tarn does not write such numbers, others may.
      return text;
    }
  }

  private static boolean isZero(String number) {
    int exponent = Math.max(number.indexOf('e'), number.indexOf('E'));
    String digits = exponent < 0 ? number : number.substring(0, exponent);
    return digits.chars().noneMatch(c -> c >= '1' && c <= '9');
  }

  private static boolean isAmbiguous(String text) {
    return text.startsWith("\"")
        || text.equals("true")
        || text.equals("false")
        || NUMBER.matcher(text).matches();
  }
}
