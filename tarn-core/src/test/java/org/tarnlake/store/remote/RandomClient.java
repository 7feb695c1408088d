package org.tarnlake.store.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tarnlake.Isolation;
import org.tarnlake.Lake;
import org.tarnlake.Transaction;
import org.tarnlake.error.CommitUnknownException;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.StorageException;
import org.tarnlake.history.Append;
import org.tarnlake.history.Operation;
import org.tarnlake.history.Outcome;

/** A client that runs random transactions and tells what came of them. One thread at a time. */
final class RandomClient {
  private static final long VALUES = 1_000_000;

  private final Lake lake;
  private final int number;
  private final SplittableRandom random;
  private final ClientHistory history;
  private long nextValue;

  RandomClient(Lake lake, int number, long seed, ClientHistory history) {
    this.lake = lake;
    this.number = number;
    this.random = new SplittableRandom(seed * 100 + number);
    this.history = history;
    this.nextValue = number * VALUES;
  }

  void run(int transactions) {
    for (int i = 0; i < transactions; i++) {
      transaction();
    }
  }

  private void transaction() {
    Isolation isolation = random.nextBoolean() ? Isolation.SERIALIZABLE : Isolation.SNAPSHOT;
    List<Operation> operations = new ArrayList<>();
    List<Integer> increments = new ArrayList<>();
    long begunAt = history.now();
    Outcome outcome;
    try (Transaction transaction = lake.begin(isolation)) {
      for (int step = random.nextInt(1, 4); step > 0; step--) {
        step(transaction, operations, increments);
      }
      transaction.commit();
      outcome = Outcome.COMMITTED;
    } catch (ConflictException | StorageException nothingHappened) {
      outcome = Outcome.ABORTED;
    } catch (CommitUnknownException perhaps) {
      outcome = Outcome.UNKNOWN;
    }
    history.add(
        new org.tarnlake.history.Transaction(
            number, isolation, begunAt, history.now(), outcome, operations),
        increments);
  }

  private void step(Transaction transaction, List<Operation> operations, List<Integer> increments) {
    String table = ClientHistory.LISTS.get(random.nextInt(ClientHistory.LISTS.size()));
    int key = random.nextInt(ClientHistory.KEYS);
    switch (random.nextInt(3)) {
      case 0 -> {
        long value = nextValue++;
        transaction.append(table, (long) key, value);
        operations.add(new Append(table + "/" + key, value));
      }
      case 1 -> operations.add(ClientHistory.read(transaction.scan(table), table, key));
      default -> {
        transaction.update(ClientHistory.COUNTERS).set("v", "v + 1").where("k = " + key).run();
        increments.add(key);
      }
    }
  }
}
