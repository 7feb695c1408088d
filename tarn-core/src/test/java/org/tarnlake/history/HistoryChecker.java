package org.tarnlake.history;

import java.util.ArrayList;
import java.util.List;

/**
 * Looks for anomalies in the history of a run, as Elle does for appends to lists: a list that is
 * read tells the order of all appends to it, so that who followed whom can be inferred from what
 * clients saw alone. Pure; takes time linear in the size of the history.
 */
public final class HistoryChecker {
  private HistoryChecker() {}

  /** The anomalies of a history, the allowed ones too; the transactions in any order. */
  public static List<Anomaly> check(List<Transaction> transactions) {
    List<Node> nodes = new ArrayList<>(transactions.size());
    for (Transaction transaction : transactions) {
      nodes.add(new Node(nodes.size(), transaction));
    }
    Findings findings = new Findings();
    new ReadChecks(nodes, findings).run();
    return List.copyOf(findings.all());
  }
}
