package org.tarnlake;

import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;

/**
 * A client with at most one transaction open at a time, as a database connection is. One thread at
 * a time. Closing it rolls back what is open.
 */
public final class Session implements AutoCloseable {
  private final Lake lake;
  private @Nullable Transaction current;
  private boolean closed;

  Session(Lake lake) {
    this.lake = lake;
  }

  /** Begins a transaction under snapshot isolation. Throws IllegalStateException if one is open. */
  public Transaction begin() {
    return begin(Isolation.SNAPSHOT);
  }

  /** Begins a transaction. Throws IllegalStateException if one is open, or this was closed. */
  public Transaction begin(Isolation isolation) {
    Argument.require(isolation, "isolation", "an Isolation");
    if (closed) {
      throw new IllegalStateException("the session was closed; ask the lake for another one");
    }
    if (current != null && current.isOpen()) {
      throw new IllegalStateException(
          "a transaction is open already; commit or roll it back before the next begin");
    }
    current = lake.begin(isolation);
    return current;
  }

  /** The open transaction. Throws IllegalStateException if there is none. */
  public Transaction transaction() {
    if (current == null || !current.isOpen()) {
      throw new IllegalStateException("no transaction is open; begin one first");
    }
    return current;
  }

  /** Commits the open transaction and returns the lake version that holds it. */
  public long commit() {
    return transaction().commit();
  }

  /** Rolls back the open transaction. */
  public void rollback() {
    transaction().rollback();
  }

  @Override
  public void close() {
    closed = true;
    if (current != null) {
      current.close();
    }
  }

  @Override
  public String toString() {
    return current == null ? "session without a transaction" : "session: " + current;
  }
}
