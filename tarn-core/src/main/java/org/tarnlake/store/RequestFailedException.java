package org.tarnlake.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A request to a server failed. The message says what could not be done, where, why, and what to
 * do.
 */
public final class RequestFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final boolean refused;

  /**
   * @param undone what could not be done, and where
   * @param reason why, and what to do
   * @param refused as {@link #isRefused}
   */
  public RequestFailedException(String undone, String reason, boolean refused, Throwable cause) {
    super(undone + ": " + reason, cause);
    this.reason = reason;
    this.refused = refused;
  }

  /** This failure of a store, or the one behind it; null if it is of another kind. */
  public static @Nullable RequestFailedException find(IOException failure) {
    if (failure instanceof RequestFailedException failed) {
      return failed;
    }
    return failure instanceof NothingWrittenException
            && failure.getCause() instanceof RequestFailedException failed
        ? failed
        : null;
  }

  /** Why, and what to do. */
  public String reason() {
    return reason;
  }

  /**
   * Whether the same request would fail again, as long as nobody changes what it is refused for.
   */
  public boolean isRefused() {
    return refused;
  }
}
