package org.tarnlake.cli.input;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a line of a text, of which only a part is known: lines are counted from the
 * beginning of the part, that being line 0.
 */
final class TextProblem extends RuntimeException {
  private final long line;
  private final @Nullable String column;
  private final boolean isOfFile;

  private TextProblem(
      long line, @Nullable String column, boolean isOfFile, String message, @Nullable Throwable e) {
    super(message, e);
    this.line = line;
    this.column = column;
    this.isOfFile = isOfFile;
  }

  /** Of a record, behind which the text can be read. */
  TextProblem(long line, String message) {
    this(line, null, false, message, null);
  }

  /** Of a value. */
  static TextProblem ofColumn(long line, String column, String message, @Nullable Throwable cause) {
    return new TextProblem(line, column, false, message, cause);
  }

  /** Of the whole file: where the next record would begin is not known. */
  static TextProblem ofFile(long line, String message) {
    return new TextProblem(line, null, true, message, null);
  }

  long line() {
    return line;
  }

  /** The column whose value is wrong; null if none is in particular. */
  @Nullable String column() {
    return column;
  }

  /** Whether nothing can be read behind it. */
  boolean isOfFile() {
    return isOfFile;
  }
}
