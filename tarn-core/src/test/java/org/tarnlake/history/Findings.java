package org.tarnlake.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.tarnlake.history.Anomaly.Kind;

/** The anomalies found so far, each of one kind and the same transactions once. */
final class Findings {
  private final List<Anomaly> found = new ArrayList<>();
  private final Set<List<Object>> known = new HashSet<>();

  /** Notes what no isolation allows. */
  void add(Kind kind, List<Node> nodes, String text) {
    add(kind, false, nodes, text);
  }

  void add(Kind kind, boolean allowed, List<Node> nodes, String text) {
    List<Integer> transactions = nodes.stream().map(node -> node.index).toList();
    if (known.add(List.of(kind, transactions.stream().sorted().toList()))) {
      found.add(new Anomaly(kind, allowed, transactions, text + "; " + legend(nodes)));
    }
  }

  List<Anomaly> all() {
    return found;
  }

  /** Who the transactions were. */
  private static String legend(List<Node> nodes) {
    List<String> words = new ArrayList<>();
    for (Node node : nodes) {
      Transaction transaction = node.transaction;
      words.add(
          "%s is client %d, %s, %s, %d..%d"
              .formatted(
                  node,
                  transaction.client(),
                  word(transaction.isolation()),
                  word(transaction.outcome()),
                  transaction.begunAt(),
                  transaction.endedAt()));
    }
    return String.join("; ", words);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
