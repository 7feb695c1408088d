package org.tarnlake.cli;

/** Arguments that parse but make no sense together; exit status 2. */
final class WrongUsage extends RuntimeException {
  WrongUsage(String message) {
    super(message);
  }

  WrongUsage(String message, Throwable cause) {
    super(message, cause);
  }
}
