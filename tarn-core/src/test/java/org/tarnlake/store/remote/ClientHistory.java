package org.tarnlake.store.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.tarnlake.Isolation;
import org.tarnlake.Lake;
import org.tarnlake.Rows;
import org.tarnlake.Scan;
import org.tarnlake.history.Operation;
import org.tarnlake.history.Outcome;
import org.tarnlake.history.Read;
import org.tarnlake.history.Transaction;

/**
 * What clients did to a lake, and what they were shown and told: appends to lists, which are the
 * rows of a key in a table, and counters, which are rows that change. Safe for many threads.
 */
final class ClientHistory {
  /** The tables of lists. */
  static final List<String> LISTS = List.of("a", "b");

  static final String COUNTERS = "counters";

  /** How many lists a table has, and how many counters there are. */
  static final int KEYS = 2;

  private final AtomicLong time = new AtomicLong();
  private final ConcurrentLinkedQueue<Transaction> transactions = new ConcurrentLinkedQueue<>();
  private final AtomicLongArray counted = new AtomicLongArray(KEYS);
  private final AtomicLongArray perhapsCounted = new AtomicLongArray(KEYS);

  /** A moment later than all before. */
  long now() {
    return time.incrementAndGet();
  }

  void add(Transaction transaction, List<Integer> increments) {
    transactions.add(transaction);
    for (int counter : increments) {
      switch (transaction.outcome()) {
        case COMMITTED -> counted.incrementAndGet(counter);
        case UNKNOWN -> perhapsCounted.incrementAndGet(counter);
        case ABORTED -> {}
      }
    }
  }

  /** A list, read. */
  static Read read(Scan table, String name, long key) {
    return new Read(name + "/" + key, values(table.where("k = " + key)));
  }

  private static List<Long> values(Scan scan) {
    List<Long> values = new ArrayList<>();
    try (Rows rows = scan.rows()) {
      while (rows.next()) {
        values.add(rows.getLong("v"));
      }
    }
    return values;
  }

  /** Everything is read once all clients have ended. */
  void end(Lake lake) {
    List<Operation> reads = new ArrayList<>();
    for (String name : LISTS) {
      for (long key = 0; key < KEYS; key++) {
        reads.add(read(lake.scan(name), name, key));
      }
    }
    transactions.add(
        new Transaction(-1, Isolation.SNAPSHOT, now(), now(), Outcome.COMMITTED, reads));
  }

  List<Transaction> transactions() {
    return List.copyOf(transactions);
  }

  /** How many transactions of a client committed. */
  long committed(int client) {
    return transactions.stream()
        .filter(each -> each.client() == client && each.outcome() == Outcome.COMMITTED)
        .count();
  }

  /** No increment was lost, and none counted twice. */
  void assertCounters(Lake lake) {
    for (int key = 0; key < KEYS; key++) {
      List<Long> values = values(lake.scan(COUNTERS).where("k = " + key));
      assertThat(values).as("counter %d", key).hasSize(1);
      assertThat(values.get(0))
          .as("counter %d", key)
          .isBetween(counted.get(key), counted.get(key) + perhapsCounted.get(key));
    }
    assertThat(counted.get(0)).isPositive();
  }
}
