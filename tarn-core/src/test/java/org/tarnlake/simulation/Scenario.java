package org.tarnlake.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What replays one run, down to the order of its store calls. Immutable.
 *
 * @param seed all that is random comes from it
 * @param schedule another order of the same transactions and faults; 0 is the seed's own
 * @param turns the only turns of clients that take place ({@code 2.0}: the first one of client 2);
 *     null for all
 * @param faults the only faults that happen ({@code 2.0.17}: at call 17 of the first process of
 *     client 2); null for all
 */
record Scenario(
    long seed, int schedule, @Nullable Set<String> turns, @Nullable Set<String> faults) {
  Scenario {
    turns = turns == null ? null : new TreeSet<>(turns);
    faults = faults == null ? null : new TreeSet<>(faults);
  }

  /** A seed with all that is in it. */
  static Scenario of(long seed) {
    return new Scenario(seed, 0, null, null);
  }

  Scenario withSchedule(int other) {
    return new Scenario(seed, other, turns, faults);
  }

  Scenario withTurns(Set<String> only) {
    return new Scenario(seed, schedule, only, faults);
  }

  Scenario withFaults(Set<String> only) {
    return new Scenario(seed, schedule, turns, only);
  }

  boolean takesPlace(String turn) {
    return turns == null || turns.contains(turn);
  }

  boolean happens(String fault) {
    return faults == null || faults.contains(fault);
  }

  /** The options of {@link Campaign} that run it again. */
  String options() {
    List<String> options = new ArrayList<>();
    options.add("--seed=" + seed);
    if (schedule != 0) {
      options.add("--schedule=" + schedule);
    }
    if (turns != null) {
      options.add("--turns=" + String.join(",", turns));
    }
    if (faults != null) {
      options.add("--faults=" + String.join(",", faults));
    }
    return String.join(" ", options);
  }

  /** The list that an option gives; null if there is no such option. */
  static @Nullable Set<String> list(@Nullable String option) {
    return option == null
        ? null
        : option.isEmpty() ? Set.of() : Set.of(Objects.requireNonNull(option).split(",", -1));
  }
}
