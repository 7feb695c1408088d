package org.tarnlake.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes a failing run small: takes clients, turns and faults away as long as it fails, under
 * whatever order of calls, and in the end looks for the shortest of them. One thread at a time.
 */
final class Shrinker {
  private static final long BUDGET_NANOS = 40_000_000_000L;

  /** How many orders of calls a smaller run is tried with, and the smallest one in the end. */
  private static final int SCHEDULES = 10;

  private static final int LAST_SCHEDULES = 300;

  private final Carrier.Pool pool = new Carrier.Pool();
  private final Cloud.Lie lie;
  private long deadline;

  Shrinker(Cloud.Lie lie) {
    this.lie = lie;
  }

  /** What failed, how it is run again, and the trace of the smallest run that fails. */
  String explain(Result failed) {
    Result smallest = shrink(failed);
    Result readable = run(smallest.scenario(), true);
    return """
        %s
        again:         ./campaign.sh simulation %s
        made smaller:  ./campaign.sh simulation %s
        where it says: %s
        %s
        """
        .formatted(
            message(failed),
            failed.scenario().options(),
            smallest.scenario().options(),
            message(smallest),
            String.join("\n", readable.trace().lines()));
  }

  private static String message(Result result) {
    return String.valueOf(result.failure());
  }

  /** A run that fails too, with as little in it as could be found in time. */
  Result shrink(Result failed) {
    deadline = System.nanoTime() + BUDGET_NANOS;
    Result smallest = failed;
    Result before;
    do {
      before = smallest;
      smallest = fewer(smallest, clientsOf(smallest.turns()), Scenario::withTurns, Result::turns);
      smallest = fewer(smallest, singles(smallest.turns()), Scenario::withTurns, Result::turns);
      smallest = fewer(smallest, halves(smallest.faults()), Scenario::withFaults, Result::faults);
      smallest = fewer(smallest, singles(smallest.faults()), Scenario::withFaults, Result::faults);
    } while (smallest != before && System.nanoTime() < deadline);
    for (int schedule = 0; schedule < LAST_SCHEDULES; schedule++) {
      Result other = fails(smallest.scenario().withSchedule(schedule));
      if (other != null && other.trace().events() < smallest.trace().events()) {
        smallest = other;
      }
    }
    return smallest;
  }

  /** Leaves out one group after another, where the run fails without it too. */
  private Result fewer(
      Result from,
      List<Set<String>> groups,
      BiFunction<Scenario, Set<String>, Scenario> only,
      java.util.function.Function<Result, Set<String>> part) {
    Result smallest = from;
    for (Set<String> group : groups) {
      Set<String> rest = new TreeSet<>(part.apply(smallest));
      if (rest.removeAll(group) && System.nanoTime() < deadline) {
        Result smaller = failsSomehow(only.apply(smallest.scenario(), rest));
        smallest = smaller == null ? smallest : smaller;
      }
    }
    return smallest;
  }

  private @Nullable Result failsSomehow(Scenario scenario) {
    Result result = fails(scenario);
    for (int schedule = 0; result == null && schedule < SCHEDULES; schedule++) {
      result = fails(scenario.withSchedule(schedule));
    }
    return result;
  }

  private @Nullable Result fails(Scenario scenario) {
    Result result = run(scenario, false);
    return result.hasFailed() ? result : null;
  }

  private Result run(Scenario scenario, boolean readable) {
    return new World(scenario, pool, lie, readable).run();
  }

  private static List<Set<String>> clientsOf(Set<String> turns) {
    List<Set<String>> groups = new ArrayList<>();
    String client = "";
    for (String turn : turns) {
      String its = turn.substring(0, turn.indexOf('.'));
      if (!its.equals(client)) {
        groups.add(new TreeSet<>());
        client = its;
      }
      groups.get(groups.size() - 1).add(turn);
    }
    return groups;
  }

  private static List<Set<String>> singles(Set<String> all) {
    return all.stream().map(each -> Set.of(Objects.requireNonNull(each))).toList();
  }

  /** All, then halves, quarters and so on. */
  private static List<Set<String>> halves(Set<String> all) {
    List<String> list = List.copyOf(all);
    List<Set<String>> groups = new ArrayList<>();
    for (int size = list.size(); size > 1; size = (size + 1) / 2) {
      for (int from = 0; from < list.size(); from += size) {
        groups.add(new TreeSet<>(list.subList(from, Math.min(list.size(), from + size))));
      }
    }
    return groups;
  }
}
