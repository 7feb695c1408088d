package org.tarnlake.cli.input;

import java.util.List;
import org.tarnlake.schema.StructType;

/**
 * The columns that a file has if its beginning is like the rest of it. Its rows can be read with
 * them at once, while every value is looked at: a file that needs other types is found out. One
 * thread at a time.
 */
public interface LikelyColumns {

  /**
   * Those that {@link Input#inferColumns} returns, if the rest of the file is like its beginning.
   */
  StructType columns();

  /** Whether they are those in any case: the user said all types, or the beginning is all. */
  boolean areSure();

  /**
   * Opens the rows as {@link Input#open} does. If the rows end, {@link Input#inferColumns} would
   * have returned the same columns; else a failure comes before, or by, their end.
   */
  RowReader open(StructType tableColumns, Reading reading);

  /**
   * For each column of text most of whose values are of another type, or almost: which value made
   * it one, and what to do. Of what was read until now.
   */
  List<String> whyText();
}
