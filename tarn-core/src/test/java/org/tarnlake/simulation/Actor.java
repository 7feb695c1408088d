package org.tarnlake.simulation;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A simulated thread of a process, as the scheduler sees it. Guarded by the baton. */
final class Actor {
  final String name;
  final Carrier carrier;

  /** The process that it belongs to; a client's own actor gets another one when it is killed. */
  Peer peer;

  /** It does not go on before this time, nor before this is true. */
  long wakeAt;

  @Nullable BooleanSupplier condition;

  /** What it is committing, for the store to note whose entry landed. */
  @Nullable Attempt attempt;

  /** It waits within a section that other threads of its process may not enter. */
  boolean locked;

  Actor(String name, Carrier carrier, Peer peer) {
    this.name = name;
    this.carrier = carrier;
    this.peer = peer;
  }

  /** Whether nothing but time keeps it from going on. */
  boolean isReady() {
    BooleanSupplier awaited = condition;
    return awaited == null || awaited.getAsBoolean();
  }
}
