package org.tarnlake.cli.input;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.schema.StructType;

/** What the beginning of a CSV file tells of its columns. One thread at a time. */
final class CsvLikelyColumns implements LikelyColumns {
  private final CsvInput input;
  private final StructType columns;
  private final boolean isSure;
  private final CsvGuess seen;
  private final BitSet given;

  /**
   * @param columns one for each field
   * @param isSure whether the rest of the file can change nothing
   * @param seen what was seen until now
   * @param given the columns whose types the user said
   */
  CsvLikelyColumns(
      CsvInput input, StructType columns, boolean isSure, CsvGuess seen, BitSet given) {
    this.input = input;
    this.columns = columns;
    this.isSure = isSure;
    this.seen = seen;
    this.given = given;
  }

  @Override
  public StructType columns() {
    return columns;
  }

  @Override
  public boolean areSure() {
    return isSure;
  }

  @Override
  public RowReader open(StructType tableColumns, Reading reading) {
    return input.open(tableColumns, reading, this);
  }

  @Override
  public List<String> whyText() {
    List<String> reasons = new ArrayList<>();
    for (int i = given.nextClearBit(0); i < columns.size(); i = given.nextClearBit(i + 1)) {
      String why = seen.whyText(i, columns.field(i).name(), input.name());
      if (why != null) {
        reasons.add(why);
      }
    }
    return reasons;
  }

  /**
   * Counts what a block has; a failure if the columns are no longer those of the beginning.
   *
   * @param linesBefore how many lines there are before it
   */
  void add(CsvGuess block, long linesBefore) {
    seen.add(block, linesBefore);
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
