package org.tarnlake.history;

import static org.tarnlake.history.Dependencies.RT;
import static org.tarnlake.history.Dependencies.RW;
import static org.tarnlake.history.Dependencies.SILENT;
import static org.tarnlake.history.Dependencies.WR;
import static org.tarnlake.history.Dependencies.WW;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for circles of transactions. Of all that hang together one is reported, a short one of the
 * most serious kind; and none where pairs of transactions that were reported hang together with it.
 */
final class CycleChecks {
  /** A shortest circle is looked for from so many edges, while so many edges were followed. */
  private static final int STARTS = 100;

  private static final long VISITS = 20_000_000;

  /** From the most serious kind of circle on, each with the edges that must be one of it. */
  private static final int[][] LEVELS = {{WW, WW}, {WW | WR, WR}, {WW | WR | RW, RW}};

  private static final int[][] TIMED_LEVELS = {
    {WW, WW}, {WW | WR, WR}, {WW | WR | RW, RW}, {WW | WR | RW | RT, RT}
  };

  private final Dependencies dependencies;
  private final Digraph graph;
  private final WriteRule rule;
  private final Findings findings;
  private final List<Node> nodes;
  private final PathSearch paths;

  CycleChecks(Dependencies dependencies, List<Node> nodes, WriteRule rule, Findings findings) {
    this.dependencies = dependencies;
    this.graph = dependencies.graph();
    this.nodes = nodes;
    this.rule = rule;
    this.findings = findings;
    this.paths = new PathSearch(graph, SILENT);
  }

  /** Reports the circles in a graph of moments, none of which is allowed. */
  void reportForbidden() {
    if (Components.of(graph, WW | WR | RW | RT | SILENT).count() > 0) {
      for (int[] level : TIMED_LEVELS) {
        List<Anomaly> known = findings.all().stream().filter(each -> !each.allowed()).toList();
        report(level[0], level[1], known);
      }
    }
  }

  /** Reports the circles in a graph of transactions, those that are allowed among them. */
  void reportAll() {
    for (int[] level : LEVELS) {
      report(level[0], level[1], List.copyOf(findings.all()));
    }
  }

  private void report(int mask, int newest, List<Anomaly> known) {
    Components components = Components.of(graph, mask | SILENT);
    if (components.count() == 0) {
      return;
    }
    BitSet explained = explained(components, known);
    for (List<Integer> starts : startsOf(components, newest)) {
      int component = components.of(graph.source(starts.get(0)));
      Cycle cycle = explained.get(component) ? null : shortest(starts, mask, components);
      if (cycle != null) {
        findings.add(cycle.kind(), cycle.isAllowed(rule), cycle.nodes(), cycle.text());
      }
    }
  }

  /** The components that hold all transactions of an anomaly that is known. */
  private BitSet explained(Components components, List<Anomaly> known) {
    BitSet explained = new BitSet();
    for (Anomaly anomaly : known) {
      if (anomaly.transactions().size() > 1) {
        Node first = nodes.get(anomaly.transactions().get(0));
        for (int vertex : new int[] {dependencies.reads(first), dependencies.writes(first)}) {
          int component = components.of(vertex);
          if (anomaly.transactions().stream()
              .allMatch(index -> isIn(nodes.get(index), component, components))) {
            explained.set(component);
          }
        }
      }
    }
    return explained;
  }

  private boolean isIn(Node node, int component, Components components) {
    return components.of(dependencies.reads(node)) == component
        || components.of(dependencies.writes(node)) == component;
  }

  /** For each component that has some, its edges of some type, up to a number. */
  private Iterable<List<Integer>> startsOf(Components components, int type) {
    List<List<Integer>> starts = new ArrayList<>();
    for (int i = 0; i <= components.count(); i++) {
      starts.add(new ArrayList<>());
    }
    for (int edge = 0; edge < graph.edgeCount(); edge++) {
      int component = components.of(graph.source(edge));
      if (component > 0
          && component == components.of(graph.target(edge))
          && graph.isOf(edge, type)
          && starts.get(component).size() < STARTS) {
        starts.get(component).add(edge);
      }
    }
    starts.removeIf(List::isEmpty);
    return starts;
  }

  /** A short cycle through one of the edges, with as few reads of what was old as there is. */
  private @Nullable Cycle shortest(List<Integer> starts, int mask, Components components) {
    Cycle shortest = null;
    long limit = paths.visits() + VISITS;
    for (int start : starts) {
      Cycle cycle = through(start, (mask & ~RW) | SILENT, components);
      shortest = shorter(shortest, cycle);
      if (paths.visits() > limit) {
        break;
      }
    }
    limit = paths.visits() + VISITS;
    for (int start : starts) {
      if (shortest != null || paths.visits() > limit) {
        break;
      }
      shortest = shorter(shortest, through(start, mask | SILENT, components));
    }
    return shortest;
  }

  private @Nullable Cycle through(int edge, int mask, Components components) {
    List<Integer> back = paths.find(graph.target(edge), graph.source(edge), mask, components);
    if (back == null) {
      return null;
    }
    List<Integer> edges = new ArrayList<>(back);
    edges.add(edge);
    return Cycle.of(dependencies, edges);
  }

  private static @Nullable Cycle shorter(@Nullable Cycle one, @Nullable Cycle other) {
    return one == null || (other != null && other.steps().size() < one.steps().size())
        ? other
        : one;
  }
}
