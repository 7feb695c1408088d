package org.tarnlake.cli.input;

import org.tarnlake.cli.terminal.Words;

/**
 * What the records of a file with a header must be like. Immutable.
 *
 * @param header the names of the columns as they stand in the file
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares two of them.
record CsvRecordRules(CsvDialect dialect, String[] header) {

  /** The rules for what is behind the names of an open file. */
  static CsvRecordRules of(CsvText text) {
    return new CsvRecordRules(text.dialect().dialect(), text.header());
  }

  int columnCount() {
    return header.length;
  }

  CsvCursor cursor(TextBlock block) {
    CsvCursor cursor = new CsvCursor(dialect);
    cursor.reset(block);
    return cursor;
  }

  /**
   * Goes to the next record that is a row; false at the end. An empty line is none, but in a file
   * of one column it is a null.
   *
   * @throws TextProblem if it has more or fewer fields than the header
   */
  boolean next(CsvCursor cursor) {
    while (cursor.next()) {
      if (cursor.size() == header.length) {
        return true;
      }
      if (!cursor.isBlank()) {
        throw wrongCount(cursor);
      }
    }
    return false;
  }

  private TextProblem wrongCount(CsvCursor cursor) {
    if (cursor.size() > header.length) {
      return new TextProblem(
          cursor.recordLine(),
          "field %s ('%s') is beyond the %s of the first line; quote a field that contains '%s'"
              .formatted(
                  header.length + 1,
                  cursor.text(header.length),
                  Words.count(header.length, "column"),
                  dialect.shownDelimiter()));
    }
    return new TextProblem(
        cursor.recordLine(),
        "%s where the first line has %s, from column '%s' on; leave a missing value empty, but keep its '%s'"
            .formatted(
                Words.count(cursor.size(), "field"),
                header.length,
                header[cursor.size()],
                dialect.shownDelimiter()));
  }
}
