package org.tarnlake.error;

/** The lake or table needs a feature that this version lacks: upgrade. */
public final class UnsupportedTableException extends TarnException {
  private static final long serialVersionUID = 1L;

  public UnsupportedTableException(String message) {
    super(message, null);
  }

  public UnsupportedTableException(String message, Throwable cause) {
    super(message, cause);
  }
}
