package org.tarnlake.predicate.evaluate;

import org.tarnlake.error.InvalidDataException;

/** Words the error of a value that cannot become one of another type. Stateless. */
@FunctionalInterface
public interface Refusal {
  /**
   * The error.
   *
   * @param value as text
   * @param problem what is wrong with it: {@code is beyond int}
   */
  InvalidDataException of(String value, String problem);
}
