package org.tarnlake.cli.input;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;

/**
 * Finds the type that keeps every number of a column: a long; else a double, if each, written with
 * as many digits as the number has, is the number; else a decimal of up to 38 digits; else none.
 * Whole numbers beyond 64 bits have none, being identifiers more often than quantities. One thread
 * at a time.
 */
final class NumberGuess {
  private static final int DIGITS_A_DOUBLE_KEEPS = 15;
  private static final int MAX_KEPT_SCALE = 280;
  private static final long MAX_EXACT_DOUBLE = 1L << 53;

  private boolean any;
  private boolean allLong = true;
  private boolean allDouble = true;
  private boolean allPlain = true;
  private boolean tooLong;
  private boolean named;
  private int wholeDigits;
  private int scale;

  void add(long value) {
    any = true;
    allDouble &= value >= -MAX_EXACT_DOUBLE && value <= MAX_EXACT_DOUBLE;
    wholeDigits = Math.max(wholeDigits, digits(value));
  }

  void add(BigDecimal value) {
    any = true;
    allLong = false;
    allPlain &= value.scale() >= 0 && value.scale() <= DecimalType.MAX_PRECISION;
    wholeDigits = Math.max(wholeDigits, clamp((long) value.precision() - value.scale()));
    scale = Math.max(scale, clamp(value.scale()));
    boolean surelyKept =
        value.precision() <= DIGITS_A_DOUBLE_KEEPS && Math.abs(value.scale()) <= MAX_KEPT_SCALE;
    allDouble = allDouble && (surelyKept || NumberText.isKept(value));
  }

  /** Counts a number as {@link NumberText#plain} returns it. */
  void addPlain(long plain) {
    long unscaled = NumberText.unscaled(plain);
    int digitsBehind = NumberText.scale(plain);
    if (digitsBehind == 0) {
      add(unscaled);
      return;
    }
    int precision = digits(unscaled);
    if (precision > DIGITS_A_DOUBLE_KEEPS) {
      add(BigDecimal.valueOf(unscaled, digitsBehind));
      return;
    }
    any = true;
    allLong = false;
    wholeDigits = Math.max(wholeDigits, precision - digitsBehind);
    scale = Math.max(scale, digitsBehind);
  }

  /** Counts all that another one counted. */
  void add(NumberGuess other) {
    any |= other.any;
    allLong &= other.allLong;
    allDouble &= other.allDouble;
    allPlain &= other.allPlain;
    tooLong |= other.tooLong;
    named |= other.named;
    wholeDigits = Math.max(wholeDigits, other.wholeDigits);
    scale = Math.max(scale, other.scale);
  }

  /** Counts a whole number beyond 64 bits. */
  void addTooLong() {
    any = true;
    tooLong = true;
  }

  /** Counts an infinity or what is no number, which is a text where all are so. */
  void addNamed() {
    named = true;
  }

  /** Counts a negative zero, which only a double keeps. */
  void addNegativeZero() {
    any = true;
    allLong = false;
    allPlain = false;
  }

  /** The type, or null if none keeps all numbers or there were none. */
  @Nullable DataType type() {
    return any && !tooLong ? typeOfOthers() : null;
  }

  /** The type that those would have alone that are not beyond 64 bits; null if none keeps them. */
  @Nullable DataType typeOfOthers() {
    if (allLong && !named) {
      return DataType.LONG;
    }
    if (allDouble) {
      return DataType.DOUBLE;
    }
    if (named) {
      return null;
    }
    int precision = Math.max(1, wholeDigits + scale);
    return allPlain && precision <= DecimalType.MAX_PRECISION
        ? DataType.decimal(precision, scale)
        : null;
  }

  private static int clamp(long digits) {
    return (int) Math.max(0, Math.min(digits, DecimalType.MAX_PRECISION + 1L));
  }

  private static int digits(long value) {
    long size = value < 0 ? -value : value;
    if (size < 0) {
      return 19;
    }
    // About as many as 0.3 times the bits, or one more.
    int atLeast = ((64 - Long.numberOfLeadingZeros(size)) * 1233) >>> 12;
    return size < NumberText.powerOfTen(atLeast) ? Math.max(1, atLeast) : atLeast + 1;
  }
}
