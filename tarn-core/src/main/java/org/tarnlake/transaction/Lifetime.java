package org.tarnlake.transaction;

/** Whether a lake is open still. Safe for many threads. */
public final class Lifetime {
  private final String location;
  private volatile boolean closed;

  Lifetime(String location) {
    this.location = location;
  }

  /** Throws IllegalStateException, naming the lake, once it was closed. */
  public void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the lake %s was closed; open it again".formatted(location));
    }
  }

  public boolean isClosed() {
    return closed;
  }

  /** Ends it; closing twice is harmless. */
  public void close() {
    closed = true;
  }
}
