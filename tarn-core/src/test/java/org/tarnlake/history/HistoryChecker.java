package org.tarnlake.history;

import java.util.ArrayList;
import java.util.List;

/**
 * Looks for anomalies in the history of a run, as Elle does for appends to lists: a list that is
 * read tells the order of all appends to it, so that who came before whom can be inferred from what
 * clients saw alone. Pure; takes time linear in the size of the history.
 *
 * <p>What is allowed depends on who takes part. A transaction under snapshot isolation reads at one
 * moment and writes at a later one; a serializable one does both at once, when it writes; and each
 * within its time, so that one begun after another one had ended sees it. A history that can be
 * laid out so shows nothing but allowed anomalies, and any other one shows a forbidden one ({@link
 * Dependencies}). So write skew is forbidden between serializable transactions, and allowed as soon
 * as one of them is not: that one may have read before the others, and written after them.
 *
 * <p>Transactions that did not commit, and what they read, count as those that read only: what a
 * transaction was shown must be true even if it is refused in the end.
 */
public final class HistoryChecker {
  private HistoryChecker() {}

  /** The anomalies of a history of Tarn's, the allowed ones too; the transactions in any order. */
  public static List<Anomaly> check(List<Transaction> transactions) {
    return check(transactions, WriteRule.APPENDS_REBASE);
  }

  /** The anomalies of a history, the allowed ones too; the transactions in any order. */
  public static List<Anomaly> check(List<Transaction> transactions, WriteRule rule) {
    List<Node> nodes = new ArrayList<>(transactions.size());
    for (Transaction transaction : transactions) {
      nodes.add(new Node(nodes.size(), transaction));
    }
    Findings findings = new Findings();
    Iterable<KeyOrder> keys = new ReadChecks(nodes, findings).run();
    new PairChecks(rule, findings).run(nodes);
    new CycleChecks(Dependencies.ofMoments(nodes, keys, rule), nodes, rule, findings)
        .reportForbidden();
    new CycleChecks(Dependencies.ofTransactions(nodes, keys, rule), nodes, rule, findings)
        .reportAll();
    return List.copyOf(findings.all());
  }
}
