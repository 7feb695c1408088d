package org.tarnlake.predicate.evaluate;

import org.tarnlake.row.Vector;

/** What is done with the values of two vectors of the same size, row by row. Stateless. */
@FunctionalInterface
public interface Operation {
  Vector apply(Vector left, Vector right);
}
