package org.tarnlake.work;

import java.util.function.BooleanSupplier;

/** Waiting that an interrupt does not end: the thread's flag is set afterwards. Stateless. */
public final class Waiting {
  private Waiting() {}

  /**
   * Waits until a condition holds.
   *
   * @param monitor whose lock the caller holds, and which is notified when the condition changes
   */
  public static void until(Object monitor, BooleanSupplier condition) {
    boolean interrupted = false;
    while (!condition.getAsBoolean()) {
      try {
        monitor.wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
