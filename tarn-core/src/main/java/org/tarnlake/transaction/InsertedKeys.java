package org.tarnlake.transaction;

import org.jspecify.annotations.Nullable;
import org.tarnlake.table.action.AddFile;

/**
 * The keys that a merge inserted since no row had them. Another transaction may have appended such
 * a row meanwhile: then the merge would have changed that row instead, and has to run again.
 */
public interface InsertedKeys {
  /** The table's id. */
  String tableId();

  /**
   * A key that a file which was added since has, too, in words; null if it has none. Reads the file
   * only if its statistics leave that open.
   */
  @Nullable String in(AddFile file);
}
