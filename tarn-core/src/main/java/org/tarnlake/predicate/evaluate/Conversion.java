package org.tarnlake.predicate.evaluate;

import org.tarnlake.row.Vector;

/** What is done with each value of a vector. Stateless. */
@FunctionalInterface
public interface Conversion {
  Vector apply(Vector values);
}
