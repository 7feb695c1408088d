package org.tarnlake.error;

/** A row, a name or a statement breaks the schema or a constraint: fix the data. */
public final class InvalidDataException extends TarnException {
  private static final long serialVersionUID = 1L;

  public InvalidDataException(String message) {
    super(message, null);
  }

  public InvalidDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
