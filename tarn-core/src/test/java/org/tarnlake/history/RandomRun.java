package org.tarnlake.history;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Isolation;

/**
 * Clients whose transactions are interleaved at random, and at last one that reads everything,
 * twice. One thread at a time.
 */
final class RandomRun {
  // The fates of a transaction out of twenty.
  private static final int ROLLS_BACK = 0;
  private static final int GIVES_UP = 1;
  private static final int HEARS_NOTHING = 2;

  private final int clientCount;
  private final ListStore store;
  private final Workload workload;
  private final Supplier<Isolation> isolation;
  private final SplittableRandom random;
  private final List<Transaction> history = new ArrayList<>();

  /** Transactions whose client gave up, and whose commit may yet come. */
  private final List<ListStore.Session> late = new ArrayList<>();

  private long now;
  private long values;

  RandomRun(
      int clientCount,
      ListStore store,
      Workload workload,
      Supplier<Isolation> isolation,
      SplittableRandom random) {
    this.clientCount = clientCount;
    this.store = store;
    this.workload = workload;
    this.isolation = isolation;
    this.random = random;
  }

  /** Runs so many transactions. */
  List<Transaction> run(int transactions) {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < clientCount; i++) {
      clients.add(new Client(i));
    }
    while (history.size() < transactions) {
      now++;
      clients.get(random.nextInt(clientCount)).step();
      commitLate();
    }
    while (clients.stream().anyMatch(client -> client.session != null)) {
      now++;
      clients.stream().filter(client -> client.session != null).forEach(Client::step);
      commitLate();
    }
    while (!late.isEmpty()) {
      late.removeIf(session -> session.commit() != null);
    }
    readAll();
    readAll();
    return history;
  }

  /** As one that sees everything, whatever is broken. */
  private void readAll() {
    List<Operation> reads = new ArrayList<>();
    Workload.KEYS.forEach(key -> reads.add(new Read(key, store.content(key))));
    now += 2;
    history.add(
        new Transaction(clientCount, Isolation.SNAPSHOT, now - 1, now, Outcome.COMMITTED, reads));
  }

  private void commitLate() {
    if (!late.isEmpty() && random.nextInt(10) == 0) {
      ListStore.Session session = late.get(random.nextInt(late.size()));
      if (session.commit() != null) {
        late.remove(session);
      }
    }
  }

  private final class Client {
    private final int number;
    private ListStore.@Nullable Session session;
    private Isolation asked = Isolation.SNAPSHOT;
    private List<String> steps = List.of();
    private final List<Operation> done = new ArrayList<>();
    private long begunAt;
    private int fate = -1;

    Client(int number) {
      this.number = number;
    }

    void step() {
      if (session == null) {
        asked = isolation.get();
        session = store.begin(asked);
        steps = workload.transaction(random);
        begunAt = now;
      } else if (done.size() < steps.size()) {
        operate(session, steps.get(done.size()));
      } else {
        end(session);
      }
    }

    private void operate(ListStore.Session open, String step) {
      if (!step.startsWith("+")) {
        done.add(new Read(step, open.read(step)));
      } else if (open.append(step.substring(1), ++values)) {
        done.add(new Append(step.substring(1), values));
      } else {
        open.abort();
        told(Outcome.ABORTED);
      }
    }

    private void end(ListStore.Session open) {
      if (fate < 0) {
        fate = random.nextInt(20);
      }
      if (fate == ROLLS_BACK && workload.rollsBack()) {
        open.abort();
        told(Outcome.ABORTED);
      } else if (fate == GIVES_UP) {
        late.add(open);
        told(Outcome.UNKNOWN);
      } else {
        Boolean committed = open.commit();
        if (committed != null) {
          Outcome outcome = committed ? Outcome.COMMITTED : Outcome.ABORTED;
          told(fate == HEARS_NOTHING ? Outcome.UNKNOWN : outcome);
        }
      }
    }

    private void told(Outcome outcome) {
      history.add(new Transaction(number, asked, begunAt, now, outcome, done));
      done.clear();
      fate = -1;
      session = null;
    }
  }
}
