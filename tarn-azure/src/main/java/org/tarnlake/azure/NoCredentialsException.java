package org.tarnlake.azure;

/** No identity could be had, so that nothing was sent. */
final class NoCredentialsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoCredentialsException(Throwable cause) {
    super("no credentials could be had", cause);
  }
}
