package org.tarnlake.error;

/** Bytes break the format: stop, and run 'tarn check'. */
public final class CorruptionException extends TarnException {
  private static final long serialVersionUID = 1L;

  public CorruptionException(String message) {
    super(message, null);
  }

  public CorruptionException(String message, Throwable cause) {
    super(message, cause);
  }
}
