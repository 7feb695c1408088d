package org.tarnlake.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Who comes before whom, as a graph. Immutable once made.
 *
 * <p>Under snapshot isolation a transaction happens at two moments: it reads at one and writes at a
 * later one. In the graph <em>of moments</em> each is a vertex, and a circle is what no isolation
 * allows. There
 *
 * <ul>
 *   <li>an append comes before the next one to its key (WW): the one transaction writes before the
 *       other writes, or reads, where the first committer wins;
 *   <li>an append comes before a read that shows it (WR): writes before reads;
 *   <li>a read comes before the first append that it lacks (RW): reads before writes;
 *   <li>a transaction that has ended comes before one begun later (RT): writes before reads.
 * </ul>
 *
 * <p>What a serializable transaction read is checked when it commits, so that it happens as a whole
 * when it writes. One that wrote nothing happens as a whole when it reads.
 *
 * <p>In the graph <em>of transactions</em> each of them happens at one moment, and time does not
 * matter: a circle is what is not serializable.
 */
final class Dependencies {
  static final int WW = 1;
  static final int WR = 2;
  static final int RW = 4;
  static final int RT = 8;

  /** Leads on within a transaction, or from where nobody is. */
  static final int SILENT = 16;

  private final List<Node> nodes;
  private final WriteRule rule;
  private final boolean moments;
  private final Digraph graph = new Digraph();

  private Dependencies(List<Node> nodes, WriteRule rule, boolean moments) {
    this.nodes = nodes;
    this.rule = rule;
    this.moments = moments;
    graph.addVertices(2 * nodes.size());
  }

  static Dependencies ofMoments(List<Node> nodes, Iterable<KeyOrder> keys, WriteRule rule) {
    Dependencies made = new Dependencies(nodes, rule, true);
    for (Node node : nodes) {
      if (!node.isInstant()) {
        made.graph.addEdge(made.reads(node), made.writes(node), SILENT, null);
      }
    }
    made.addKeys(keys);
    made.addTime();
    made.graph.seal();
    return made;
  }

  static Dependencies ofTransactions(List<Node> nodes, Iterable<KeyOrder> keys, WriteRule rule) {
    Dependencies made = new Dependencies(nodes, rule, false);
    made.addKeys(keys);
    made.graph.seal();
    return made;
  }

  Digraph graph() {
    return graph;
  }

  /** The transaction of a vertex, or null. */
  @Nullable Node node(int vertex) {
    return vertex < 2 * nodes.size() ? nodes.get(vertex / 2) : null;
  }

  /** The moment at which a transaction reads. */
  int reads(Node node) {
    return 2 * node.index;
  }

  /** The moment at which it writes. */
  int writes(Node node) {
    return moments && !node.isInstant() ? 2 * node.index + 1 : 2 * node.index;
  }

  private void addKeys(Iterable<KeyOrder> keys) {
    for (KeyOrder key : keys) {
      addOrder(key);
      UnseenAppends unseen = key.unseen.isEmpty() ? null : new UnseenAppends(key);
      for (Seen seen : key.reads) {
        if (seen.count >= 0) {
          addRead(seen, unseen);
        }
      }
    }
  }

  private void addOrder(KeyOrder key) {
    Node before = null;
    for (Written append : key.order) {
      Node by = append.by;
      if (before != null && before != by) {
        int moment = rule == WriteRule.FIRST_COMMITTER_WINS ? reads(by) : writes(by);
        graph.addEdge(writes(before), moment, WW, append);
      }
      before = by;
    }
  }

  private void addRead(Seen seen, @Nullable UnseenAppends unseen) {
    Written last = seen.last();
    if (last != null && last.by != seen.by) {
      graph.addEdge(writes(last.by), reads(seen.by), WR, seen);
    }
    Written missed = seen.missed();
    if (missed == null) {
      if (unseen != null) {
        unseen.addRead(seen);
      }
    } else if (missed.by != seen.by && (last == null || missed.by != last.by)) {
      graph.addEdge(reads(seen.by), writes(missed.by), RW, seen);
    }
  }

  /**
   * The appends to a key that nobody saw, as seen by those who saw all others: each of them comes
   * before all of these but its own, told by a number of edges that is the sum and not the product.
   */
  private final class UnseenAppends {
    private final Map<Node, Integer> places = new HashMap<>();

    /**
     * Vertex {@code upTo + i} leads to the writers up to i, {@code from + i} to those from i on.
     */
    private final int upTo;

    private final int from;

    UnseenAppends(KeyOrder key) {
      List<Node> writers = key.unseen.stream().map(append -> append.by).distinct().toList();
      upTo = graph.addVertices(writers.size());
      from = graph.addVertices(writers.size());
      for (int i = 0; i < writers.size(); i++) {
        places.put(writers.get(i), i);
        graph.addEdge(upTo + i, writes(writers.get(i)), SILENT, null);
        graph.addEdge(from + i, writes(writers.get(i)), SILENT, null);
        if (i > 0) {
          graph.addEdge(upTo + i, upTo + i - 1, SILENT, null);
          graph.addEdge(from + i - 1, from + i, SILENT, null);
        }
      }
    }

    void addRead(Seen seen) {
      int own = places.getOrDefault(seen.by, -1);
      if (own > 0) {
        graph.addEdge(reads(seen.by), upTo + own - 1, RW, seen);
      }
      if (own + 1 < places.size()) {
        graph.addEdge(reads(seen.by), from + own + 1, RW, seen);
      }
    }
  }

  /** A chain of vertices, one for each end of a transaction, leads to all that begin later. */
  private void addTime() {
    List<Node> ends = sorted(Transaction::endedAt);
    List<Node> begins = sorted(Transaction::begunAt);
    int chain = graph.addVertices(ends.size());
    int ended = 0;
    for (Node begun : begins) {
      long now = begun.transaction.begunAt();
      while (ended < ends.size() && ends.get(ended).transaction.endedAt() < now) {
        addEnd(ends.get(ended), chain + ended);
        if (ended > 0) {
          graph.addEdge(chain + ended - 1, chain + ended, SILENT, null);
        }
        ended++;
      }
      if (ended > 0) {
        graph.addEdge(chain + ended - 1, reads(begun), SILENT, null);
      }
    }
  }

  private void addEnd(Node node, int end) {
    if (node.transaction.outcome() == Outcome.COMMITTED) {
      graph.addEdge(writes(node), end, RT, null);
    } else if (!node.isCommitted() || !node.isInstant()) {
      // What its client was told nothing of may commit later, but it had read by then.
      graph.addEdge(reads(node), end, RT, null);
    }
  }

  private List<Node> sorted(ToLongFunction<Transaction> time) {
    List<Node> sorted = new ArrayList<>(nodes);
    sorted.sort(Comparator.comparingLong(node -> time.applyAsLong(node.transaction)));
    return sorted;
  }
}
