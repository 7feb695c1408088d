package org.tarnlake.cli.terminal;

/** The work was stopped because the process is told to end; the user knows. */
public final class Interrupted extends RuntimeException {
  Interrupted() {
    super("interrupted", null, false, false);
  }
}
