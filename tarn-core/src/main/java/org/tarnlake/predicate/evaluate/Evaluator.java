package org.tarnlake.predicate.evaluate;

import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;

/**
 * A part of a bound expression: gives one value for each row of a batch. Immutable; safe for many
 * threads.
 *
 * <p>Whoever wants values of some rows only hands over a batch of these rows: an error of a row
 * that was never asked for is none.
 */
@FunctionalInterface
public interface Evaluator {
  /**
   * One value for each row.
   *
   * @throws org.tarnlake.error.InvalidDataException if a row has none: an overflow, a division by
   *     zero
   */
  Vector evaluate(Batch batch);
}
