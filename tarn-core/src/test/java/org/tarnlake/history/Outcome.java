package org.tarnlake.history;

/** What a client was told about its transaction. */
public enum Outcome {
  /** It was told that it committed. */
  COMMITTED,

  /** It was told that nothing was committed, or it never asked to commit. */
  ABORTED,

  /** It was told nothing, or that nobody knows: it counts as committed if any read saw it. */
  UNKNOWN
}
