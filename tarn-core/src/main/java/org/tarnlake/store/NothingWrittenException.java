package org.tarnlake.store;

import java.io.IOException;

/** A put failed and its object certainly does not exist and will not appear later. */
public final class NothingWrittenException extends IOException {
  private static final long serialVersionUID = 1L;

  public NothingWrittenException(String message, Throwable cause) {
    super(message, cause);
  }
}
