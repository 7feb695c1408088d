package org.tarnlake.history;

import org.jspecify.annotations.Nullable;

/** An append, and where reads show it. */
final class Written {
  final Node by;
  final KeyOrder key;
  final long value;

  /** The next append of the same transaction to the same key. */
  @Nullable Written next;

  /** Its place in the order of the key; -1 if no read that counts shows it. */
  int position = -1;

  /** Whether a client was told of it, and what was read later lacks it for good. */
  boolean isVanished;

  Written(Node by, KeyOrder key, long value) {
    this.by = by;
    this.key = key;
    this.value = value;
  }
}
