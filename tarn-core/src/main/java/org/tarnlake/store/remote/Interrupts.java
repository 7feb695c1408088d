package org.tarnlake.store.remote;

import java.util.function.Supplier;

/**
 * Holds back the interrupts of a thread while it talks to the server: they would leave open what
 * became of a request. One thread at a time.
 */
public final class Interrupts implements AutoCloseable {
  private static final int TRIES_MAX = 10;

  private boolean seen = Thread.interrupted();

  /** From now on. */
  public Interrupts() {}

  /** Runs a request that may be done twice, again if an interrupt broke it off. */
  public static <T> T heldBack(Supplier<T> request) {
    try (Interrupts interrupts = new Interrupts()) {
      for (int tries = 1; ; tries++) {
        try {
          return request.get();
        } catch (RuntimeException e) {
          if (!interrupts.clear() || tries == TRIES_MAX) {
            throw e;
          }
        }
      }
    }
  }

  /** Whether there was an interrupt since the last call. */
  public boolean clear() {
    boolean interrupted = Thread.interrupted();
    seen |= interrupted;
    return interrupted;
  }

  /** The thread is as interrupted as it was, or became. */
  @Override
  public void close() {
    if (seen) {
      Thread.currentThread().interrupt();
    }
  }
}
