package org.tarnlake.simulation;

/** Gives up waiting after some pauses. Guarded by the baton. */
final class PauseCount {
  private final Runnable then;
  private int left;

  PauseCount(int pauses, Runnable then) {
    this.left = pauses;
    this.then = then;
  }

  /** The thread has paused. */
  void paused() {
    if (--left == 0) {
      then.run();
    }
  }
}
