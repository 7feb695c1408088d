package org.tarnlake.simulation;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A simulated thread of a process, as the scheduler sees it. Guarded by the baton. */
final class Actor {
  final String name;
  final Carrier carrier;

  /** The process that it belongs to; a client's own actor gets another one when it is killed. */
  Peer peer;

  /** It does not go on before this time. */
  long wakeAt;

  /** It goes on earlier if this is true. */
  @Nullable BooleanSupplier condition;

  /** Counts its pauses, if it waits for what may never come. */
  @Nullable PauseCount onPause;

  /** What it is committing, for the store to note whose entry landed. */
  @Nullable Attempt attempt;

  /** It waits within a section that other threads of its process may not enter. */
  boolean locked;

  /** It runs without the baton, within what may wait for another thread of its process. */
  boolean detached;

  /** It has come out of that and waits for the baton. */
  volatile boolean returned;

  Actor(String name, Carrier carrier, Peer peer) {
    this.name = name;
    this.carrier = carrier;
    this.peer = peer;
  }

  /** Whether it waits for the baton. */
  boolean isHere() {
    return !detached || returned;
  }

  /** Whether it may go on at a time. */
  boolean isReady(long now) {
    BooleanSupplier awaited = condition;
    return wakeAt <= now || (awaited != null && awaited.getAsBoolean());
  }
}
