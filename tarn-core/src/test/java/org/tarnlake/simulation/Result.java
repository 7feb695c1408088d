package org.tarnlake.simulation;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a run went. Immutable.
 *
 * @param turns those that took place
 * @param faults those that happened
 * @param attempts how many transactions were begun
 * @param failure what was wrong, or null
 */
record Result(
    Scenario scenario,
    Trace trace,
    Set<String> turns,
    Set<String> faults,
    int attempts,
    @Nullable Throwable failure) {

  boolean hasFailed() {
    return failure != null;
  }
}
