package org.tarnlake.predicate.evaluate;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.LongVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;

/**
 * Integers of all sizes in 64 bits. Each loop gathers whether any row went wrong, and only then
 * looks for a row that is not null, so that the usual case has no branch. Stateless.
 */
final class LongArithmetic {
  private LongArithmetic() {}

  static Operation of(ArithmeticOperator operator, Supplier<String> text) {
    return switch (operator) {
      case PLUS -> (left, right) -> plus(left, right, text);
      case MINUS -> (left, right) -> minus(left, right, text);
      case TIMES -> (left, right) -> times(left, right, text);
      case DIVIDE -> DoubleArithmetic.of(operator, text);
      case REMAINDER -> (left, right) -> remainder(left, right, text);
    };
  }

  private static Vector plus(Vector left, Vector right, Supplier<String> text) {
    long[] a = Lanes.longs(left);
    long[] b = Lanes.longs(right);
    long[] out = new long[left.size()];
    long wrong = 0;
    for (int i = 0; i < out.length; i++) {
      long sum = a[i] + b[i];
      out[i] = sum;
      wrong |= (a[i] ^ sum) & (b[i] ^ sum);
    }
    boolean[] nulls = Lanes.nulls(left, right);
    if (wrong < 0) {
      for (int i = 0; i < out.length; i++) {
        if (((a[i] ^ out[i]) & (b[i] ^ out[i])) < 0 && !Lanes.isNull(nulls, i)) {
          throw overflow(text, a[i] + " + " + b[i]);
        }
      }
    }
    return vector(out, nulls);
  }

  private static Vector minus(Vector left, Vector right, Supplier<String> text) {
    long[] a = Lanes.longs(left);
    long[] b = Lanes.longs(right);
    long[] out = new long[left.size()];
    long wrong = 0;
    for (int i = 0; i < out.length; i++) {
      long difference = a[i] - b[i];
      out[i] = difference;
      wrong |= (a[i] ^ b[i]) & (a[i] ^ difference);
    }
    boolean[] nulls = Lanes.nulls(left, right);
    if (wrong < 0) {
      for (int i = 0; i < out.length; i++) {
        if (((a[i] ^ b[i]) & (a[i] ^ out[i])) < 0 && !Lanes.isNull(nulls, i)) {
          throw overflow(text, a[i] + " - " + b[i]);
        }
      }
    }
    return vector(out, nulls);
  }

  private static Vector times(Vector left, Vector right, Supplier<String> text) {
    long[] a = Lanes.longs(left);
    long[] b = Lanes.longs(right);
    long[] out = new long[left.size()];
    long wrong = 0;
    for (int i = 0; i < out.length; i++) {
      long product = a[i] * b[i];
      out[i] = product;
      wrong |= Math.multiplyHigh(a[i], b[i]) ^ (product >> 63);
    }
    boolean[] nulls = Lanes.nulls(left, right);
    if (wrong != 0) {
      for (int i = 0; i < out.length; i++) {
        if (Math.multiplyHigh(a[i], b[i]) != out[i] >> 63 && !Lanes.isNull(nulls, i)) {
          throw overflow(text, a[i] + " * " + b[i]);
        }
      }
    }
    return vector(out, nulls);
  }

  private static Vector remainder(Vector left, Vector right, Supplier<String> text) {
    long[] a = Lanes.longs(left);
    long[] b = Lanes.longs(right);
    boolean[] nulls = Lanes.nulls(left, right);
    long[] out = new long[left.size()];
    for (int i = 0; i < out.length; i++) {
      if (b[i] != 0) {
        out[i] = a[i] % b[i];
      } else if (!Lanes.isNull(nulls, i)) {
        throw Faults.divisionByZero(text, a[i]);
      }
    }
    return vector(out, nulls);
  }

  /** The opposite of each value, or its distance from zero. */
  static Vector negate(Vector values, boolean onlyNegative, Supplier<String> text) {
    long[] a = Lanes.longs(values);
    long[] out = new long[values.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = onlyNegative && a[i] >= 0 ? a[i] : -a[i];
      if (a[i] == Long.MIN_VALUE && !values.isNull(i)) {
        throw overflow(text, "the opposite of " + a[i]);
      }
    }
    return vector(out, values.nulls());
  }

  private static InvalidDataException overflow(Supplier<String> text, String values) {
    return Faults.of(
        text,
        values
            + " is beyond a long, which has 64 bits; compute with cast(... as decimal(38,0)) or cast(... as double)");
  }

  private static Vector vector(long[] values, boolean @Nullable [] nulls) {
    return new LongVector(DataType.LONG, values, values.length, nulls);
  }
}
