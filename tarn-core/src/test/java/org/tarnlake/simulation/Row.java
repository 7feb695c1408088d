package org.tarnlake.simulation;

/**
 * A row of a table: a value in the list of a key. Immutable.
 *
 * @param value unique in a run
 */
record Row(long key, long value) {
  /** The key of a table's first row, whose value tells this table from others of its name. */
  static final long BIRTH = -1;

  /**
   * From this key on a key has a value instead of a list: it has one row at most, which goes and
   * changes. The history checker knows nothing of these.
   */
  static final long FIRST_REGISTER = 1000;

  boolean isRegister() {
    return key >= FIRST_REGISTER;
  }
}
