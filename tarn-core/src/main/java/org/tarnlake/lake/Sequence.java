package org.tarnlake.lake;

import java.util.Objects;

/**
 * A number that an application recorded, as a line of a log entry. Immutable.
 *
 * @param application names the program
 * @param number of the program's own; only grows
 */
public record Sequence(String application, long number) {
  public Sequence {
    Objects.requireNonNull(application, "application");
  }
}
