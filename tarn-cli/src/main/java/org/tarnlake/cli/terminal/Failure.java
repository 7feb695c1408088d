package org.tarnlake.cli.terminal;

import org.jspecify.annotations.Nullable;

/**
 * What a command could not do, told in one message that names the thing and the remedy; exit status
 * 1.
 */
public final class Failure extends RuntimeException {
  public Failure(String message) {
    this(message, null);
  }

  public Failure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
