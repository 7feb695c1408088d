package org.tarnlake.predicate.evaluate;

import java.util.function.Supplier;
import org.tarnlake.row.DoubleVector;
import org.tarnlake.row.Vector;

/**
 * Numbers of which one is a float or a double, and quotients of integers: as doubles. What is too
 * large becomes an infinity, as everywhere with doubles; a division by zero is an error. Stateless.
 */
final class DoubleArithmetic {
  private DoubleArithmetic() {}

  static Operation of(ArithmeticOperator operator, Supplier<String> text) {
    return (left, right) -> {
      double[] a = Lanes.doubles(left);
      double[] b = Lanes.doubles(right);
      double[] out = new double[left.size()];
      switch (operator) {
        case PLUS -> {
          for (int i = 0; i < out.length; i++) {
            out[i] = a[i] + b[i];
          }
        }
        case MINUS -> {
          for (int i = 0; i < out.length; i++) {
            out[i] = a[i] - b[i];
          }
        }
        case TIMES -> {
          for (int i = 0; i < out.length; i++) {
            out[i] = a[i] * b[i];
          }
        }
        case DIVIDE -> {
          requireNoZero(left, right, b, text);
          for (int i = 0; i < out.length; i++) {
            out[i] = a[i] / b[i];
          }
        }
        case REMAINDER -> {
          requireNoZero(left, right, b, text);
          for (int i = 0; i < out.length; i++) {
            out[i] = a[i] % b[i];
          }
        }
      }
      return new DoubleVector(out, out.length, Lanes.nulls(left, right));
    };
  }

  private static void requireNoZero(
      Vector left, Vector right, double[] divisors, Supplier<String> text) {
    for (int i = 0; i < left.size(); i++) {
      if (divisors[i] == 0 && !left.isNull(i) && !right.isNull(i)) {
        throw Faults.divisionByZero(text, String.valueOf(left.canonicalAt(i)));
      }
    }
  }

  /** The opposite of each value, or its distance from zero. */
  static Vector negate(Vector values, boolean onlyNegative) {
    double[] a = Lanes.doubles(values);
    double[] out = new double[values.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = onlyNegative ? Math.abs(a[i]) : -a[i];
    }
    return new DoubleVector(out, out.length, values.nulls());
  }
}
