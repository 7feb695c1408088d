package org.tarnlake.cli.terminal;

/** The reader of our output went away, as {@code head} does; the command ends without a word. */
public final class OutputClosed extends RuntimeException {
  public OutputClosed(Throwable cause) {
    super("the output was closed", cause);
  }
}
