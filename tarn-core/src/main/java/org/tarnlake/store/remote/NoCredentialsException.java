package org.tarnlake.store.remote;

/** No identity could be had, so that nothing was sent. */
public final class NoCredentialsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NoCredentialsException(Throwable cause) {
    super("no credentials could be had", cause);
  }
}
