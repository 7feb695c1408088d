package org.tarnlake.cli;

import org.tarnlake.cli.input.Input;
import org.tarnlake.cli.input.LikelyColumns;
import org.tarnlake.cli.input.Reading;
import org.tarnlake.schema.StructType;

/** The columns of a file for a table that may lack some of them. One thread at a time. */
final class NewColumns {
  private final Input input;
  private final Reading reading;

  NewColumns(Input input, Reading reading) {
    this.input = input;
    this.reading = reading;
  }

  /**
   * The columns of the file: those of the table as they are there, others with types that hold
   * every value, as for a new table.
   */
  StructType of(StructType table) {
    LikelyColumns likely = input.likelyColumns(table, reading);
    if (likely == null) {
      return input.inferColumns(table, reading);
    }
    boolean isNone = likely.columns().names().stream().allMatch(name -> table.indexOf(name) >= 0);
    if (isNone || likely.areSure()) {
      return likely.columns();
    }
    LikelyColumns all = input.allColumns(table, reading);
    return all == null ? input.inferColumns(table, reading) : all.columns();
  }
}
