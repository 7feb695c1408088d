package org.tarnlake.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tarnlake.Isolation;
import org.tarnlake.Lake;
import org.tarnlake.Rows;
import org.tarnlake.env.Environment;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.TarnException;
import org.tarnlake.history.Anomaly.Kind;
import org.tarnlake.history.LyingStore.Lie;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.Seeds;

/**
 * Lakes on a store that lies to them: what their clients saw is found to be wrong, and what is
 * wrong with it is named.
 */
class LyingStoreTest {
  private static final int SEEDS = 15;
  private static final int CLIENTS = 4;
  private static final int STEPS = 120;
  private static final List<String> KEYS = List.of("x", "y");

  /** What lies show that do harm. */
  private static final Map<Lie, Kind> SHOWN =
      Map.of(
          Lie.FORGETS, Kind.VANISHED_APPEND,
          Lie.OVERWRITES, Kind.VANISHED_APPEND,
          Lie.CONGRATULATES_LOSERS, Kind.VANISHED_APPEND,
          Lie.SHOWS_WHAT_WAS, Kind.REAL_TIME_VIOLATION);

  /** Where processes go on with different logs, they contradict one another in other ways too. */
  private static final Set<Lie> SPLITTING =
      EnumSet.of(Lie.FORGETS, Lie.OVERWRITES, Lie.CONGRATULATES_LOSERS);

  @ParameterizedTest
  @EnumSource
  void whatALieDoesIsFoundAndNamed(Lie lie) {
    Set<Kind> found = EnumSet.noneOf(Kind.class);
    Seeds.run(
        SEEDS,
        random -> {
          List<Transaction> history = new Run(lie, random).history();
          assertThat(history)
              .filteredOn(Transaction::outcome, Outcome.COMMITTED)
              .hasSizeGreaterThan(5);
          HistoryChecker.check(history).stream()
              .filter(each -> !each.allowed())
              .forEach(each -> found.add(each.kind()));
        });
    Kind shown = SHOWN.get(lie);
    if (SPLITTING.contains(lie)) {
      assertThat(found).contains(shown);
    } else {
      assertThat(found).isEqualTo(shown == null ? Set.of() : Set.of(shown));
    }
  }

  /** Clients, each in a process of its own, whose calls are interleaved at random. */
  private static final class Run {
    private final MemoryStore disk = new MemoryStore();
    private final ManualTime time = new ManualTime();
    private final Lie lie;
    private final SplittableRandom random;
    private final List<Transaction> history = new ArrayList<>();
    private long now;
    private long values;

    Run(Lie lie, SplittableRandom random) {
      this.lie = lie;
      this.random = random;
    }

    List<Transaction> history() {
      try (org.tarnlake.Transaction transaction = Lake.create(disk, environment()).begin()) {
        KEYS.forEach(key -> transaction.createUntypedTable(key, "value:long"));
        transaction.commit();
      }
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(new Client(i, new LyingStore(disk, lie, random.split())));
      }
      for (int i = 0; i < STEPS; i++) {
        clients.get(random.nextInt(CLIENTS)).step();
      }
      clients.forEach(Client::end);
      Client last = new Client(CLIENTS, disk);
      last.begin();
      KEYS.forEach(last::read);
      last.end();
      return history;
    }

    private Environment environment() {
      return new Environment(
          time::now, new Random(random.nextLong()), duration -> {}, new ManualThreads());
    }

    private final class Client {
      private final int number;
      private final org.tarnlake.store.ObjectStore store;
      private @Nullable Lake lake;
      private org.tarnlake.@Nullable Transaction open;
      private Isolation isolation = Isolation.SNAPSHOT;
      private final List<Operation> done = new ArrayList<>();
      private long begunAt;

      Client(int number, org.tarnlake.store.ObjectStore store) {
        this.number = number;
        this.store = store;
      }

      void step() {
        if (open == null) {
          begin();
        } else if (random.nextInt(4) == 0) {
          end();
        } else {
          String key = KEYS.get(random.nextInt(KEYS.size()));
          if (random.nextBoolean()) {
            read(key);
          } else {
            open.append(key, ++values);
            done.add(new Append(key, values));
          }
        }
      }

      /** Begins, in a new process if the last one found the lake damaged. */
      void begin() {
        begunAt = ++now;
        isolation = Isolation.values()[random.nextInt(2)];
        try {
          lake = lake == null ? Lake.open(store, environment()) : lake;
          open = lake.begin(isolation);
        } catch (TarnException e) {
          lake = null;
        }
      }

      void read(String key) {
        if (open == null) {
          return;
        }
        List<Long> seen = new ArrayList<>();
        try (Rows rows = open.scan(key).rows()) {
          while (rows.next()) {
            seen.add(rows.getLong(0));
          }
          done.add(new Read(key, seen));
        } catch (TarnException e) {
          lake = null;
        }
      }

      void end() {
        if (open == null) {
          return;
        }
        Outcome outcome = Outcome.COMMITTED;
        try (org.tarnlake.Transaction transaction = open) {
          transaction.commit();
        } catch (ConflictException e) {
          outcome = Outcome.ABORTED;
        } catch (TarnException | AssertionError e) {
          outcome = Outcome.UNKNOWN;
          lake = null;
        }
        open = null;
        history.add(new Transaction(number, isolation, begunAt, ++now, outcome, List.copyOf(done)));
        done.clear();
      }
    }
  }
}
