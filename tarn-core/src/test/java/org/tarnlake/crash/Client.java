package org.tarnlake.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Isolation;
import org.tarnlake.Lake;
import org.tarnlake.SmallBuffers;
import org.tarnlake.Transaction;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.TarnException;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.ManualTime;

/**
 * A process with a lake open, whose background work happens when a test says so. Safe for many
 * threads.
 *
 * <p>After a failure a client does what the failure's message tells it to: once the machine is
 * mended it tries again, opens the lake again, or reads the log first. A dead client does nothing.
 */
final class Client {
  private static final int MAX_RUNS = 10;

  private final String name;
  private final Machine machine;
  private final Journal journal;
  private final ManualThreads threads = new ManualThreads();
  private final Environment environment;
  private final boolean smallBuffers;
  private final List<TarnException> failures = new ArrayList<>();
  private volatile @Nullable Lake lake;

  Client(String name, Machine machine, Journal journal, ManualTime time, long seed, boolean small) {
    this.name = name;
    this.machine = machine;
    this.journal = journal;
    this.smallBuffers = small;
    Environment manual = time.environment(threads);
    this.environment = new Environment(manual.clock(), new Random(seed), manual.pause(), threads);
  }

  String name() {
    return name;
  }

  Journal journal() {
    return journal;
  }

  boolean isDead() {
    return machine.isDead();
  }

  /** Makes the lake and opens it. */
  void create() {
    untilItWorks(
        () -> {
          try {
            lake = Lake.create(store(), environment);
          } catch (InvalidDataException e) {
            // A try before was told nothing, and made it.
            assertThat(failures).isNotEmpty();
            assertThat(e).hasMessageContaining("is a lake already; use it, or name another");
            openNow();
          }
        });
  }

  void open() {
    untilItWorks(this::openNow);
  }

  private void openNow() {
    lake = smallBuffers ? SmallBuffers.open(store(), environment) : Lake.open(store(), environment);
  }

  private ObjectStore store() {
    try {
      return machine.openStore();
    } catch (IOException e) {
      throw new StorageException(e.getMessage() + "; try again", e);
    }
  }

  /** The open lake. */
  Lake lake() {
    Lake open = lake;
    if (open == null) {
      throw new AssertionError(name + " has no lake open");
    }
    return open;
  }

  Tx begin() {
    return new Tx(this, Isolation.SNAPSHOT);
  }

  Tx begin(Isolation isolation) {
    return new Tx(this, isolation);
  }

  /** Commits a transaction of these changes. */
  void commit(Change... changes) {
    begin().with(changes).commit();
  }

  /** Says a statement in a transaction; one that waits for publication does that itself. */
  void say(Change change, Transaction tx) {
    if (change instanceof Change.Restore || change instanceof Change.Revert) {
      inThisThread(() -> change.in(lake(), tx));
    } else {
      change.in(lake(), tx);
    }
  }

  /** Takes in the table of a folder, which has no rows, under the folder's name. */
  void attach(String folder) {
    Journal.Attempt attempt = journal.begin(name, List.of(Change.create(folder)));
    inThisThread(() -> lake().attach(folder, folder));
    attempt.committed(lake().latest().version());
  }

  /** Gives a table back, after which a checkpoint of the lake is written. */
  void detach(String table) {
    Journal.Attempt attempt = journal.begin(name, List.of(Change.drop(table)));
    inThisThread(() -> lake().detach(table));
    attempt.committed(lake().latest().version());
  }

  /** Does the background work that waits. */
  void publish() {
    if (!isDead()) {
      threads.runAll();
    }
  }

  /** Waits until all is published. */
  void awaitPublished() {
    untilItWorks(() -> inThisThread(() -> lake().awaitPublished()));
  }

  /** Closes the lake, whatever fails. */
  void close() {
    if (!isDead() && lake != null) {
      inThisThread(() -> lake().close());
    }
  }

  /** Runs what would wait for background work. */
  private void inThisThread(Runnable work) {
    threads.shutdown();
    try {
      threads.runAll();
      work.run();
    } finally {
      threads.restart();
    }
  }

  /** Holds what the lake shows against what was told. */
  void settle() {
    untilItWorks(() -> journal.settle(lake()));
  }

  /** Runs what may fail as long as this client lives. */
  void untilItWorks(Runnable work) {
    for (int run = 0; run < MAX_RUNS; run++) {
      if (isDead()) {
        return;
      }
      try {
        work.run();
        return;
      } catch (StorageException e) {
        if (isDead()) {
          return;
        }
        recover(e);
      }
    }
    throw new AssertionError("it fails though nothing is wrong any more", newestFailure());
  }

  /** Does what a failure's message tells. */
  void recover(TarnException e) {
    synchronized (failures) {
      failures.add(e);
    }
    machine.mend();
    if (e.getMessage().contains("open the lake again")) {
      openNow();
    }
  }

  /** What this client was told went wrong. */
  List<TarnException> failures() {
    synchronized (failures) {
      return List.copyOf(failures);
    }
  }

  private @Nullable Throwable newestFailure() {
    List<TarnException> all = failures();
    return all.isEmpty() ? null : all.get(all.size() - 1);
  }
}
