package org.tarnlake.cli.input;

import java.util.BitSet;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.schema.StructType;

/** What the beginning of a CSV file tells of its columns. One thread at a time. */
final class CsvLook implements LikelyColumns {
  private final CsvInput input;
  private final StructType columns;
  private final CsvGuess seen;
  private final BitSet given;

  /**
   * @param columns one for each field
   * @param seen what was seen until now
   * @param given the columns whose types the user said
   */
  CsvLook(CsvInput input, StructType columns, CsvGuess seen, BitSet given) {
    this.input = input;
    this.columns = columns;
    this.seen = seen;
    this.given = given;
  }

  @Override
  public StructType columns() {
    return columns;
  }

  @Override
  public RowReader open(StructType tableColumns, Reading reading) {
    return input.open(tableColumns, reading, this);
  }

  /** Counts what a block has; a failure if the columns are no longer those of the beginning. */
  void add(CsvGuess block) {
    seen.add(block);
    for (int i = given.nextClearBit(0); i < columns.size(); i = given.nextClearBit(i + 1)) {
      if (!seen.type(i).equals(columns.field(i).type())) {
        throw new Failure(
            "%s: column '%s' seemed to be %s, but is %s"
                .formatted(
                    input.name(),
                    columns.field(i).name(),
                    columns.field(i).type().text(),
                    seen.type(i).text()));
      }
    }
  }
}
