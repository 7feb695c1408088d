package org.tarnlake.cli.input;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Values;

/**
 * The numbers of text files: one grammar for finding a column's type and for reading its values.
 * Stateless.
 *
 * <p>A number is one of JSON, or one that has its point at an end: {@code 7}, {@code -0.5}, {@code
 * 1e-9}, {@code .5}, {@code 5.}; its digits are ASCII. What a number would not give back is none:
 * {@code 007}, {@code +3}, {@code 1,000}.
 */
final class NumberText {
  /** More than any number of a table has, and few enough to be read at once. */
  private static final int MAX_LENGTH = 1000;

  private static final int MAX_EXPONENT_DIGITS = 4;
  private static final int DIGITS_A_DOUBLE_KEEPS = 15;
  private static final int DIGITS_A_FLOAT_KEEPS = 6;
  private static final int SHOWN_MAX = 80;

  /** What {@link #plain} returns for anything but a plain number. */
  static final long NOT_PLAIN = Long.MIN_VALUE;

  private static final int PLAIN_DIGITS = 17;
  private static final int SCALE_BITS = 5;
  private static final long[] POWERS_OF_TEN = new long[19];
  private static final double[] EXACT_POWERS_OF_TEN = new double[19];

  static {
    for (int i = 0; i < POWERS_OF_TEN.length; i++) {
      POWERS_OF_TEN[i] = i == 0 ? 1 : 10 * POWERS_OF_TEN[i - 1];
      EXACT_POWERS_OF_TEN[i] = POWERS_OF_TEN[i];
    }
  }

  /** What a text is. */
  enum Form {
    /** No number. */
    NONE,
    /** A number of digits alone, with or without a minus. */
    WHOLE,
    /** A number with a point or an exponent. */
    FRACTION
  }

  private NumberText() {}

  /**
   * The number that a text is, if it has up to 17 digits, at most one point, and digits on both
   * sides of it, and is no negative zero: as most numbers are. {@link #unscaled} and {@link #scale}
   * take it apart.
   */
  static long plain(CharSequence text) {
    int length = text.length();
    boolean negative = length > 0 && text.charAt(0) == '-';
    int start = negative ? 1 : 0;
    if (length == start || length - start > PLAIN_DIGITS + 1) {
      return NOT_PLAIN;
    }
    long number = 0;
    int point = -1;
    for (int i = start; i < length; i++) {
      char c = text.charAt(i);
      if (isDigit(c)) {
        number = 10 * number + (c - '0');
      } else if (c == '.' && point < 0 && i > start) {
        point = i;
      } else {
        return NOT_PLAIN;
      }
    }
    int scale = point < 0 ? 0 : length - 1 - point;
    int wholeDigits = (point < 0 ? length : point) - start;
    boolean leadingZero = wholeDigits > 1 && text.charAt(start) == '0';
    if (leadingZero
        || wholeDigits + scale > PLAIN_DIGITS
        || point == length - 1
        || (negative && number == 0)) {
      return NOT_PLAIN;
    }
    return (negative ? -number : number) << SCALE_BITS | scale;
  }

  /**
   * One with zeros.
   *
   * @param zeros up to 18, for which a long has room
   */
  static long powerOfTen(int zeros) {
    return POWERS_OF_TEN[zeros];
  }

  /** The digits of a plain number. */
  static long unscaled(long plain) {
    return plain >> SCALE_BITS;
  }

  /** How many of the digits of a plain number stand behind the point. */
  static int scale(long plain) {
    return (int) plain & (1 << SCALE_BITS) - 1;
  }

  static Form form(CharSequence text) {
    int length = text.length();
    if (length == 0 || length > MAX_LENGTH) {
      return Form.NONE;
    }
    int start = text.charAt(0) == '-' ? 1 : 0;
    int i = digitsEnd(text, start);
    int digits = i - start;
    if (digits > 1 && text.charAt(start) == '0') {
      return Form.NONE;
    }
    if (i == length) {
      return digits > 0 ? Form.WHOLE : Form.NONE;
    }
    if (text.charAt(i) == '.') {
      int fraction = i + 1;
      i = digitsEnd(text, fraction);
      digits += i - fraction;
    }
    if (digits > 0 && i < length && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
      int exponent = i + 1;
      if (exponent < length && (text.charAt(exponent) == '-' || text.charAt(exponent) == '+')) {
        exponent++;
      }
      i = digitsEnd(text, exponent);
      if (i == exponent || i - exponent > MAX_EXPONENT_DIGITS) {
        return Form.NONE;
      }
    }
    return digits > 0 && i == length ? Form.FRACTION : Form.NONE;
  }

  /**
   * Whether a text is one of the numbers that have no digits: inf, infinity and nan, in any case.
   */
  static boolean isNamed(CharSequence text) {
    int length = text.length();
    int start = length > 0 && text.charAt(0) == '-' ? 1 : 0;
    int first = length > start ? text.charAt(start) | 0x20 : 0;
    if (length > 9 || (first != 'i' && first != 'n')) {
      return false;
    }
    String word = text.toString().substring(start).toLowerCase(Locale.ROOT);
    return word.equals("inf") || word.equals("infinity") || word.equals("nan");
  }

  private static double named(String text) {
    char last = text.charAt(text.length() - 1);
    boolean isNan = last == 'n' || last == 'N';
    return isNan
        ? Double.NaN
        : text.charAt(0) == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  /** Whether a number is zero with a minus in front, which only floats and doubles keep. */
  static boolean isNegativeZero(String number) {
    return number.charAt(0) == '-' && new BigDecimal(number).signum() == 0;
  }

  /**
   * The value of a numeric type that a text stands for; of a float or double also what {@link
   * #isNamed} tells.
   *
   * @throws InvalidDataException if it is no number, or one that the type does not keep
   */
  static Object parse(DataType type, CharSequence text) {
    Object plain = parsePlain(type, plain(text));
    return plain == null ? parse(type, text.toString()) : plain;
  }

  /** The value of a plain number; null if that takes a longer look. */
  private static @Nullable Object parsePlain(DataType type, long plain) {
    if (plain == NOT_PLAIN) {
      return null;
    }
    if (type == DataType.LONG) {
      return scale(plain) == 0 ? (Object) unscaled(plain) : null;
    }
    if (type == DataType.DOUBLE) {
      return isPlainDouble(plain) ? (Object) plainDouble(plain) : null;
    }
    if (type instanceof DecimalType decimal && isPlainDecimal(decimal, plain)) {
      return BigDecimal.valueOf(plainDecimal(decimal, plain), decimal.scale());
    }
    return null;
  }

  /** Whether a plain number is surely kept by a double; false of {@link #NOT_PLAIN}. */
  static boolean isPlainDouble(long plain) {
    return plain != NOT_PLAIN && Math.abs(unscaled(plain)) < POWERS_OF_TEN[DIGITS_A_DOUBLE_KEEPS];
  }

  /** The double that a number is of which {@link #isPlainDouble} holds. */
  static double plainDouble(long plain) {
    return unscaled(plain) / EXACT_POWERS_OF_TEN[scale(plain)];
  }

  /** Whether a plain number is surely one of a decimal type; false of {@link #NOT_PLAIN}. */
  static boolean isPlainDecimal(DecimalType type, long plain) {
    if (plain == NOT_PLAIN || type.precision() > PLAIN_DIGITS) {
      return false;
    }
    int zeros = type.scale() - scale(plain);
    return zeros >= 0 && Math.abs(unscaled(plain)) < POWERS_OF_TEN[type.precision() - zeros];
  }

  /** The digits that a number has in a type of which {@link #isPlainDecimal} holds. */
  static long plainDecimal(DecimalType type, long plain) {
    return unscaled(plain) * POWERS_OF_TEN[type.scale() - scale(plain)];
  }

  private static Object parse(DataType type, String text) {
    boolean floating = type == DataType.DOUBLE || type == DataType.FLOAT;
    if (floating && isNamed(text)) {
      double number = named(text);
      return type == DataType.DOUBLE ? (Object) number : (Object) (float) number;
    }
    Form form = form(text);
    if (form == Form.NONE) {
      throw noNumber(type, text);
    }
    if (type == DataType.DOUBLE) {
      double number = Double.parseDouble(text);
      if (!isSurelyKept(text, DIGITS_A_DOUBLE_KEEPS)) {
        require(isKept(new BigDecimal(text), number), type, text);
      }
      return number;
    }
    if (type == DataType.FLOAT) {
      float number = Float.parseFloat(text);
      if (!isSurelyKept(text, DIGITS_A_FLOAT_KEEPS)) {
        require(isKept(new BigDecimal(text), number, Float.toString(number)), type, text);
      }
      return number;
    }
    if (text.charAt(0) == '-' && isNegativeZero(text)) {
      throw new InvalidDataException("%s would lose its sign as %s".formatted(text, type.text()));
    }
    return Values.external(type, Values.canonical(type, exact(type, form, text)));
  }

  /** The number as what {@link Values} takes for a decimal or a whole type. */
  private static Object exact(DataType type, Form form, String text) {
    if (form == Form.WHOLE) {
      return new BigInteger(text);
    }
    BigDecimal number = new BigDecimal(text);
    if (type instanceof DecimalType) {
      return number;
    }
    // A huge exponent would be as many zeros, so the digits are counted first.
    boolean whole =
        (long) number.precision() - number.scale() <= 20
            && number.stripTrailingZeros().scale() <= 0;
    require(number.signum() == 0 || whole, type, text);
    return number.signum() == 0 ? BigInteger.ZERO : number.toBigIntegerExact();
  }

  private static void require(boolean kept, DataType type, String text) {
    if (!kept) {
      throw new InvalidDataException(
          "%s does not fit %s without loss".formatted(shown(text), type.text()));
    }
  }

  /** Whether a text is a number, but perhaps for zeros or a sign in front that it would lose. */
  static boolean isLikeOne(String text) {
    String digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    return form(digits.replaceFirst("^0+(?=[0-9])", "")) != Form.NONE;
  }

  private static InvalidDataException noNumber(DataType type, String text) {
    String digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    String plain = digits.replaceFirst("^0+(?=[0-9])", "");
    if (text.startsWith("+") && form(plain) != Form.NONE) {
      return new InvalidDataException(
          "'%s' would lose its sign as %s".formatted(shown(text), type.text()));
    }
    if (!plain.equals(digits) && form(plain) != Form.NONE) {
      return new InvalidDataException(
          "'%s' would lose its zeros in front as %s".formatted(shown(text), type.text()));
    }
    return new InvalidDataException("'%s' is no %s".formatted(shown(text), type.text()));
  }

  private static String shown(String text) {
    return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
  }

  /** Whether a number has so few digits, and no exponent to speak of, that none can be lost. */
  private static boolean isSurelyKept(String number, int digitsMax) {
    int digits = 0;
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if (c == 'e' || c == 'E') {
        return false;
      }
      digits += isDigit(c) ? 1 : 0;
    }
    return digits <= digitsMax;
  }

  /** Whether the nearest double is a number: written with as many digits, or as Java would. */
  static boolean isKept(BigDecimal number) {
    return isKept(number, number.doubleValue());
  }

  private static boolean isKept(BigDecimal number, double nearest) {
    return isKept(number, nearest, Double.toString(nearest));
  }

  /**
   * @param shortest the shortest text that stands for the nearest float or double
   */
  private static boolean isKept(BigDecimal number, double nearest, String shortest) {
    if (number.signum() == 0 || nearest == 0 || Double.isInfinite(nearest)) {
      return number.signum() == 0 && nearest == 0;
    }
    MathContext sameDigits = new MathContext(number.precision(), RoundingMode.HALF_EVEN);
    return new BigDecimal(nearest).round(sameDigits).compareTo(number) == 0
        || new BigDecimal(shortest).compareTo(number) == 0;
  }

  private static int digitsEnd(CharSequence text, int from) {
    int i = from;
    while (i < text.length() && isDigit(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
