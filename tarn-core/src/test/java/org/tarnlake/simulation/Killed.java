package org.tarnlake.simulation;

/** Unwinds the threads of a killed process: no code takes it for a failure that it could handle. */
final class Killed extends Error {
  private static final long serialVersionUID = 1L;

  Killed() {
    super("killed", null, false, false);
  }
}
