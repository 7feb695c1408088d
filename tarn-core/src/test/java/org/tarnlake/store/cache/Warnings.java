package org.tarnlake.store.cache;

import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Counts what caches warn of, until it is closed. */
final class Warnings extends Handler implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger("org.tarnlake.store.cache");

  private int count;

  Warnings() {
    LOGGER.addHandler(this);
  }

  synchronized int count() {
    return count;
  }

  @Override
  public synchronized void publish(LogRecord entry) {
    count++;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    LOGGER.removeHandler(this);
  }
}
