package org.tarnlake.data.read;

import org.tarnlake.row.Vector;

/**
 * Reads one column of a row group from its first row to its last. One thread at a time.
 *
 * <p>What breaks the format is an unchecked exception other than Tarn's own, to be translated by
 * the caller, who knows the file.
 */
sealed interface ColumnReader permits ScalarReader, NestedReader, NullReader {

  /**
   * How many of the next rows, at least one, can be read together: not all where that would bring
   * too many bytes into memory at once.
   */
  int fit(int rows);

  /** The values of the next rows. */
  Vector read(int rows);

  /** Passes over the next rows. */
  void skip(long rows);
}
