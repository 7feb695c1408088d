package org.tarnlake.cli.input;

import org.tarnlake.cli.terminal.Words;

/**
 * What the records of a file with a header must be like. Immutable.
 *
 * @param header the names of the columns as they stand in the file
 * @param passesOver whether records that cannot be read are passed over
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares two of them.
record CsvRecordRules(CsvDialect dialect, String[] header, boolean passesOver) {

  /** The rules for what is behind the names of an open file. */
  static CsvRecordRules of(CsvText text) {
    return new CsvRecordRules(text.dialect().dialect(), text.header(), text.rejected() != null);
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

  /**
   * Goes to the next row that can be read, if others are passed over; false at the end.
   *
   * @throws TextProblem if one is malformed, and is not passed over
   */
  boolean nextReadable(CsvCursor cursor) {
    while (true) {
      try {
        return next(cursor);
      } catch (TextProblem e) {
        if (!passesOver(e)) {
          throw e;
        }
      }
    }
  }

  /** Whether the reading goes on behind a record in spite of what is wrong with it. */
  boolean passesOver(TextProblem problem) {
    return passesOver && !problem.isOfFile();
  }

  private TextProblem wrongCount(CsvCursor cursor) {
    boolean isOneMore = cursor.size() == header.length + 1;
    if (isOneMore && cursor.isNull(header.length) && cursor.text(header.length).isEmpty()) {
      return new TextProblem(
          cursor.recordLine(),
          "the line ends with a %s behind %s, as many as the first line has; delete it, or put one behind the first line, too"
              .formatted(dialect.shownDelimiter(), Words.count(header.length, "field")));
    }
    if (cursor.size() > header.length) {
      return new TextProblem(
          cursor.recordLine(),
          "field %s ('%s') is beyond the %s of the first line; quote a field that contains %s, or see --skip, --comment and --delimiter"
              .formatted(
                  header.length + 1,
                  cursor.text(header.length),
                  Words.count(header.length, "column"),
                  dialect.shownDelimiter()));
    }
    return new TextProblem(
        cursor.recordLine(),
        "%s where the first line has %s, from column '%s' on; leave a missing value empty, but keep its %s"
            .formatted(
                Words.count(cursor.size(), "field"),
                header.length,
                header[cursor.size()],
                dialect.shownDelimiter()));
  }
}
