package org.tarnlake.error;

/** Another transaction won and nothing was committed: run the transaction again. */
public final class ConflictException extends TarnException {
  private static final long serialVersionUID = 1L;

  public ConflictException(String message) {
    super(message, null);
  }

  public ConflictException(String message, Throwable cause) {
    super(message, cause);
  }
}
