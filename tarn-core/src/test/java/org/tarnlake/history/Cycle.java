package org.tarnlake.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.history.Anomaly.Kind;

/** Transactions of which each comes before the next, and the last before the first. Immutable. */
record Cycle(List<Step> steps) {
  /**
   * One transaction comes before another.
   *
   * @param type how, of {@link Dependencies}
   * @param reason the append or the read that shows it; null if it is their times
   */
  record Step(Node from, Node to, int type, @Nullable Object reason) {
    private boolean isOf(int mask) {
      return (type & mask) != 0;
    }

    private String text() {
      if (reason instanceof Seen seen && type == Dependencies.WR) {
        return "%s read %s with %d, which %s appended"
            .formatted(to, seen.key.name, value(seen.last()), from);
      }
      if (reason instanceof Seen seen) {
        Written missed = seen.missed() != null ? seen.missed() : unseen(seen.key);
        return "%s read %s without %d, which %s appended"
            .formatted(from, seen.key.name, value(missed), to);
      }
      if (reason instanceof Written append) {
        return "%s appended to %s before %s appended %d"
            .formatted(from, append.key.name, to, append.value);
      }
      return "%s was begun at %d, after %s had ended at %d"
          .formatted(to, to.transaction.begunAt(), from, from.transaction.endedAt());
    }

    private @Nullable Written unseen(KeyOrder key) {
      return to.appends.stream().filter(append -> append.key == key).findFirst().orElse(null);
    }

    private static @Nullable Long value(@Nullable Written append) {
      return append == null ? null : append.value;
    }
  }

  Cycle {
    steps = List.copyOf(steps);
  }

  /**
   * The cycle that edges of a graph make, which meet a transaction at least once. It begins with
   * the first of its transactions in the history.
   */
  static Cycle of(Dependencies dependencies, List<Integer> edges) {
    Digraph graph = dependencies.graph();
    List<Step> steps = new ArrayList<>();
    int first = 0;
    while (dependencies.node(graph.source(edges.get(first))) == null) {
      first++;
    }
    Node from = null;
    int type = Dependencies.SILENT;
    Object reason = null;
    for (int i = 0; i < edges.size(); i++) {
      int edge = edges.get((first + i) % edges.size());
      Node source = dependencies.node(graph.source(edge));
      from = source != null ? source : from;
      if (graph.type(edge) != Dependencies.SILENT) {
        type = graph.type(edge);
        reason = graph.reason(edge);
      }
      Node target = dependencies.node(graph.target(edge));
      if (target != null && type != Dependencies.SILENT && from != null) {
        steps.add(new Step(from, target, type, reason));
        type = Dependencies.SILENT;
      }
    }
    Collections.rotate(steps, -lowest(steps));
    return new Cycle(steps);
  }

  private static int lowest(List<Step> steps) {
    int lowest = 0;
    for (int i = 1; i < steps.size(); i++) {
      lowest = steps.get(i).from().index < steps.get(lowest).from().index ? i : lowest;
    }
    return lowest;
  }

  List<Node> nodes() {
    return steps.stream().map(Step::from).distinct().toList();
  }

  /** How many steps are reads of what was old. */
  long missedReads() {
    return steps.stream().filter(step -> step.isOf(Dependencies.RW)).count();
  }

  Kind kind() {
    if (steps.stream().anyMatch(step -> step.isOf(Dependencies.RT))) {
      return Kind.REAL_TIME_VIOLATION;
    }
    if (missedReads() > 1) {
      boolean inSuccession =
          steps.stream().anyMatch(step -> step.isOf(Dependencies.RW) && isMissedBy(step.from()));
      return inSuccession ? Kind.WRITE_SKEW : Kind.LONG_FORK;
    }
    if (missedReads() == 1) {
      return Kind.READ_SKEW;
    }
    return steps.stream().allMatch(step -> step.isOf(Dependencies.WW))
        ? Kind.DIRTY_WRITE
        : Kind.CIRCULAR_INFORMATION;
  }

  private boolean isMissedBy(Node node) {
    return steps.stream().anyMatch(step -> step.to() == node && step.isOf(Dependencies.RW));
  }

  /**
   * Whether some transaction under snapshot isolation reads what was old and is itself reached at
   * the moment at which it writes: it read earlier than that, so that the circle is none in time.
   */
  boolean isAllowed(WriteRule rule) {
    int late =
        rule == WriteRule.APPENDS_REBASE ? Dependencies.WW | Dependencies.RW : Dependencies.RW;
    for (int i = 0; i < steps.size(); i++) {
      Step into = steps.get(i);
      Step out = steps.get((i + 1) % steps.size());
      if (into.isOf(late) && out.isOf(Dependencies.RW) && !into.to().isInstant()) {
        return true;
      }
    }
    return false;
  }

  String text() {
    return String.join("; ", steps.stream().map(Step::text).toList())
        + ": so "
        + steps.get(0).from()
        + " comes before itself";
  }
}
