package org.tarnlake.data;

import java.time.Instant;

/**
 * A time in a file is finer than the microseconds of a timestamp; whoever knows the row says so.
 */
final class InexactTimeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Its position among those read, or -1. */
  private final int index;

  InexactTimeException(int index, Instant time) {
    super(time.toString());
    this.index = index;
  }

  int index() {
    return index;
  }
}
