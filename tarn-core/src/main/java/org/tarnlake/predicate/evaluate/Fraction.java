package org.tarnlake.predicate.evaluate;

/** What becomes of a fraction where an integer is wanted. */
public enum Fraction {
  /** Cut off, as CAST does. */
  CUT,
  /** An error, as where something is stored. */
  REFUSED
}
