package org.tarnlake.history;

/** One step of a transaction. */
public sealed interface Operation permits Append, Read {
  /** The list that is read or appended to. */
  String key();
}
