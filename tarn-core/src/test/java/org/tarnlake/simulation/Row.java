package org.tarnlake.simulation;

/**
 * A row of a table: a value in the list of a key. Immutable.
 *
 * @param value unique in a run
 */
record Row(long key, long value) {
  /** The key of a table's first row, whose value tells this table from others of its name. */
  static final long BIRTH = -1;
}
