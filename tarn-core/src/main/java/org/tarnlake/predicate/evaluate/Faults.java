package org.tarnlake.predicate.evaluate;

import java.util.function.Supplier;
import org.tarnlake.error.InvalidDataException;

/** Words the errors of evaluation. Stateless. */
final class Faults {
  private static final int SHOWN_MAX = 200;

  private Faults() {}

  /** What went wrong with some values of an expression. */
  static InvalidDataException of(Supplier<String> expression, String problem) {
    return new InvalidDataException(shown(expression.get()) + ": " + problem);
  }

  static InvalidDataException divisionByZero(Supplier<String> expression, Object left) {
    return of(expression, left + " is divided by zero; nullif(..., 0) makes a null of a zero");
  }

  /** A text that is not too long for a message. */
  static String shown(String text) {
    if (text.length() <= SHOWN_MAX) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(SHOWN_MAX - 1)) ? SHOWN_MAX - 1 : SHOWN_MAX;
    return text.substring(0, end) + "...";
  }
}
