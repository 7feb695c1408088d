package org.tarnlake.simulation;

/** What a process asks of the store, by what may go wrong with it. */
enum Call {
  /** Put-if-absent, and the commit of an upload. */
  CREATE,
  /** A put of a hint. */
  REPLACE,
  DELETE,
  /** The beginning of an upload, which has no effect that anybody could see. */
  BEGIN,
  READ,
  LIST
}
