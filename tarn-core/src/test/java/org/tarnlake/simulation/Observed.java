package org.tarnlake.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Isolation;
import org.tarnlake.history.Anomaly;
import org.tarnlake.history.Append;
import org.tarnlake.history.HistoryChecker;
import org.tarnlake.history.Operation;
import org.tarnlake.history.Outcome;
import org.tarnlake.history.Read;
import org.tarnlake.history.Transaction;

/**
 * A run as the history checker understands it: appends to lists, a list being a key of a table. It
 * knows nothing of versions; a table is told by its birth, so that one made anew under its name is
 * another one. One thread at a time.
 */
final class Observed {
  /** The lake as it was at first has lists of these keys, whatever the clients use. */
  private static final int MIN_KEYS = 2;

  private final int keys;
  private final Set<Long> ignored;
  private final List<Transaction> history = new ArrayList<>();

  /**
   * @param ignored the births of tables whose values may go, of which the history checker knows
   *     nothing
   */
  Observed(int keys, Set<Long> ignored) {
    this.keys = Math.max(keys, MIN_KEYS);
    this.ignored = Set.copyOf(ignored);
  }

  /** What was there before all clients. */
  void beginning(Model model) {
    List<Operation> operations = new ArrayList<>();
    model.tables().values().forEach(table -> append(operations, table));
    history.add(new Transaction(0, Isolation.SNAPSHOT, -2, -1, Outcome.COMMITTED, operations));
  }

  private void append(List<Operation> operations, ModelTable table) {
    table.rows().forEach(row -> append(operations, table, row));
  }

  private void append(List<Operation> operations, ModelTable table, Row row) {
    if (row.key() != Row.BIRTH && !row.isRegister() && !ignored.contains(table.birth())) {
      operations.add(new Append(name(table, row.key()), row.value()));
    }
  }

  /**
   * A transaction of a client's.
   *
   * @param tables the table of each of its steps
   */
  void attempt(Attempt attempt, List<@Nullable ModelTable> tables) {
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < attempt.steps.size(); i++) {
      Step step = attempt.steps.get(i);
      ModelTable table = tables.get(i);
      if (table != null && step instanceof Step.Appended appended) {
        append(operations, table, appended.row());
      } else if (table != null && step instanceof Step.Scanned scanned) {
        read(operations, table, scanned.key(), scanned.rows());
      }
    }
    history.add(
        new Transaction(
            attempt.client,
            attempt.isolation,
            attempt.begunAt,
            attempt.endedAt,
            outcome(attempt),
            operations));
  }

  /** What is there after all clients, by table. */
  void end(Map<String, ModelTable> tables, Map<String, ModelTable> read, int now) {
    List<Operation> operations = new ArrayList<>();
    tables.forEach(
        (name, table) -> read(operations, table, null, read.getOrDefault(name, table).rows()));
    history.add(
        new Transaction(0, Isolation.SNAPSHOT, now + 1L, now + 2L, Outcome.COMMITTED, operations));
  }

  private void read(
      List<Operation> operations, ModelTable table, @Nullable Long only, List<Row> rows) {
    for (long key = 0; key < keys; key++) {
      if ((only == null || only == key) && !ignored.contains(table.birth())) {
        List<Long> values = new ArrayList<>();
        for (Row row : rows) {
          if (row.key() == key) {
            values.add(row.value());
          }
        }
        operations.add(new Read(name(table, key), values));
      }
    }
  }

  private static String name(ModelTable table, long key) {
    return table.birth() + "/" + key;
  }

  private static Outcome outcome(Attempt attempt) {
    return switch (attempt.outcome) {
      case COMMITTED -> Outcome.COMMITTED;
      case ABORTED -> Outcome.ABORTED;
      case UNKNOWN, OPEN -> Outcome.UNKNOWN;
    };
  }

  /** The anomalies that no transaction's isolation allows. */
  List<Anomaly> forbidden() {
    return HistoryChecker.check(history).stream().filter(each -> !each.allowed()).toList();
  }
}
