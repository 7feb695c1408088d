package org.tarnlake.error;

/** The store never answered: the commit may exist, so read the log before anything else. */
public final class CommitUnknownException extends TarnException {
  private static final long serialVersionUID = 1L;

  public CommitUnknownException(String message) {
    super(message, null);
  }

  public CommitUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
