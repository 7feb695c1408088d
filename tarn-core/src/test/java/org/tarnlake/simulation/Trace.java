package org.tarnlake.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened, event by event: always as a hash, as text where somebody wants to read it. Guarded
 * by the baton.
 */
final class Trace {
  private final @Nullable List<String> lines;
  private long hash;
  private int events;

  /** A trace, with its text or as a hash alone. */
  Trace(boolean readable) {
    lines = readable ? new ArrayList<>() : null;
  }

  /** Adds an event. Its parts are put together only where the text is wanted. */
  void add(long now, String actor, String what, String object, String outcome) {
    events++;
    long next = hash * 31 + now;
    next = next * 31 + actor.hashCode();
    next = next * 31 + what.hashCode();
    next = next * 31 + object.hashCode();
    hash = Long.rotateLeft(next * 0x9E3779B97F4A7C15L, 17) + outcome.hashCode();
    if (lines != null) {
      String result = outcome.isEmpty() ? "" : " -> " + outcome;
      lines.add("%8d %-6s %s %s%s".formatted(now, actor, what, object, result));
    }
  }

  /** The number of events so far: the position in real time of what happens now. */
  int events() {
    return events;
  }

  long hash() {
    return hash;
  }

  /** The text; empty if only the hash was wanted. */
  List<String> lines() {
    return lines == null ? List.of() : List.copyOf(lines);
  }
}
