package org.tarnlake.store;

import java.io.IOException;

/**
 * A name leads where a store does not read or write, whether or not there is something. The message
 * says why and who can allow it, and not what is there.
 */
public final class ForbiddenPathException extends IOException {
  private static final long serialVersionUID = 1L;

  public ForbiddenPathException(String message) {
    super(message);
  }
}
