package org.tarnlake.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tarnlake.Isolation;

/**
 * Tries every schedule of a history's transactions, by executing it: the judge of the checker, for
 * a handful of transactions. One thread at a time.
 *
 * <p>Each transaction reads at one moment and writes at a later one, or does both at once if it is
 * serializable. It reads not before what had ended when it was begun, and has ended not before it
 * wrote, unless its client gave up before. A history could have been shown by a lake that keeps its
 * promises if and only if some schedule shows every transaction what it read.
 */
final class Schedules {
  private final List<Transaction> transactions;
  private final WriteRule rule;

  /** Which transactions wrote; chosen for those whose outcome is unknown. */
  private final boolean[] commits;

  // The schedule so far.
  private final boolean[] hasRead;
  private final boolean[] hasWritten;
  private final Map<String, List<Long>> lists = new HashMap<>();
  private final List<Map<String, Integer>> sizesRead = new ArrayList<>();

  private Schedules(List<Transaction> transactions, WriteRule rule) {
    this.transactions = transactions;
    this.rule = rule;
    commits = new boolean[transactions.size()];
    hasRead = new boolean[transactions.size()];
    hasWritten = new boolean[transactions.size()];
    transactions.forEach(each -> sizesRead.add(Map.of()));
  }

  /** Whether some schedule shows the history. */
  static boolean show(List<Transaction> history, WriteRule rule) {
    return new Schedules(history, rule).someOutcome(0);
  }

  private boolean someOutcome(int index) {
    if (index == transactions.size()) {
      return someSchedule();
    }
    Outcome outcome = transactions.get(index).outcome();
    for (boolean committed : new boolean[] {true, false}) {
      commits[index] = committed;
      boolean possible = outcome == Outcome.UNKNOWN || committed == (outcome == Outcome.COMMITTED);
      if (possible && someOutcome(index + 1)) {
        return true;
      }
    }
    return false;
  }

  private boolean someSchedule() {
    boolean isWhole = true;
    for (int i = 0; i < transactions.size(); i++) {
      if (!hasRead[i]) {
        isWhole = false;
        if (mayRead(i) && readsWhatItRead(i) && afterReading(i)) {
          return true;
        }
      } else if (!hasWritten[i] && commits[i]) {
        isWhole = false;
        if (mayWrite(i) && afterWriting(i)) {
          return true;
        }
      }
    }
    return isWhole;
  }

  private boolean afterReading(int i) {
    hasRead[i] = true;
    Map<String, Integer> sizes = new HashMap<>();
    lists.forEach((key, list) -> sizes.put(key, list.size()));
    sizesRead.set(i, sizes);
    boolean writesAtOnce = commits[i] && isInstant(transactions.get(i));
    boolean found = writesAtOnce ? mayWrite(i) && afterWriting(i) : someSchedule();
    hasRead[i] = false;
    return found;
  }

  private boolean afterWriting(int i) {
    hasWritten[i] = true;
    List<Append> appends = appends(transactions.get(i));
    appends.forEach(each -> list(each.key()).add(each.value()));
    boolean found = someSchedule();
    appends.forEach(each -> list(each.key()).remove(each.value()));
    hasWritten[i] = false;
    return found;
  }

  /** Whether everything that had ended when it was begun has read, and has written if it does. */
  private boolean mayRead(int i) {
    for (int j = 0; j < transactions.size(); j++) {
      Transaction other = transactions.get(j);
      if (other.endedAt() < transactions.get(i).begunAt()) {
        boolean late = other.outcome() == Outcome.UNKNOWN && commits[j];
        boolean ended =
            late
                ? hasRead[j] || isInstant(other) && !appends(other).isEmpty()
                : hasRead[j] && (hasWritten[j] || !commits[j]);
        if (!ended) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean mayWrite(int i) {
    return rule == WriteRule.APPENDS_REBASE
        || appends(transactions.get(i)).stream()
            .map(Append::key)
            .allMatch(key -> list(key).size() == sizesRead.get(i).getOrDefault(key, 0));
  }

  private boolean readsWhatItRead(int i) {
    Map<String, List<Long>> own = new HashMap<>();
    for (Operation operation : transactions.get(i).operations()) {
      if (operation instanceof Append append) {
        own.computeIfAbsent(append.key(), key -> new ArrayList<>()).add(append.value());
      } else if (operation instanceof Read read) {
        List<Long> expected = new ArrayList<>(list(read.key()));
        expected.addAll(own.getOrDefault(read.key(), List.of()));
        if (!expected.equals(read.values())) {
          return false;
        }
      }
    }
    return true;
  }

  private List<Long> list(String key) {
    return lists.computeIfAbsent(key, name -> new ArrayList<>());
  }

  private static boolean isInstant(Transaction transaction) {
    return transaction.isolation() == Isolation.SERIALIZABLE || appends(transaction).isEmpty();
  }

  private static List<Append> appends(Transaction transaction) {
    return transaction.operations().stream()
        .filter(Append.class::isInstance)
        .map(Append.class::cast)
        .toList();
  }
}
