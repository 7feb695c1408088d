package org.tarnlake.error;

/** The store failed and nothing was committed: try again later. */
public final class StorageException extends TarnException {
  private static final long serialVersionUID = 1L;

  public StorageException(String message) {
    super(message, null);
  }

  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
