package org.tarnlake.cli.input;

/**
 * What is wrong with a line of a text, of which only a part is known: lines are counted from the
 * beginning of the part, that being line 0.
 */
final class TextProblem extends RuntimeException {
  private final long line;

  TextProblem(long line, String message, Throwable cause) {
    super(message, cause);
    this.line = line;
  }

  TextProblem(long line, String message) {
    super(message);
    this.line = line;
  }

  long line() {
    return line;
  }
}
