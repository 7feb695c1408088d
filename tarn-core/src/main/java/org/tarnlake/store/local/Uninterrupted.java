package org.tarnlake.store.local;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;

/**
 * Runs file operations to their end, whatever interrupts the thread. An interrupt closes the file
 * channel in use, and a commit that stops halfway has an unknown outcome; so the interrupt waits:
 * the operation is run again, and the thread's flag is set afterwards.
 */
final class Uninterrupted {
  private Uninterrupted() {}

  /** An operation that does all of its work again, on a new channel, if its channel was closed. */
  @FunctionalInterface
  interface Operation<T> {
    T run() throws IOException;
  }

  static <T> T call(Operation<T> operation) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return operation.run();
        } catch (ClosedByInterruptException | FileLockInterruptionException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
