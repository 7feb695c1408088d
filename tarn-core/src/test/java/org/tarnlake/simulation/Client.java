package org.tarnlake.simulation;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Isolation;
import org.tarnlake.Lake;
import org.tarnlake.Snapshot;
import org.tarnlake.Table;
import org.tarnlake.Transaction;
import org.tarnlake.error.CommitUnknownException;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;

/**
 * Somebody who works with the lake: turn after turn, most of them transactions, in one process
 * after another. Guarded by the baton.
 */
final class Client {
  private static final int OPEN_ATTEMPTS = 12;
  private static final int VALUES_PER_RUN = 40;
  private static final int VALUES_PER_TURN = 4000;
  private static final int VALUES_PER_CLIENT = 1_000_000;

  private final World world;
  private final int number;
  private Peer peer;
  private @Nullable Lake lake;
  private @Nullable Attempt attempt;
  private long nextValue;

  Client(World world, int number) {
    this.world = world;
    this.number = number;
    this.peer = new Peer(world, number, 0, true);
    world.add(peer);
  }

  /** Its first process. */
  Peer peer() {
    return peer;
  }

  void run() {
    for (int turn = 0; turn < world.conditions().transactions(); turn++) {
      String id = number + "." + turn;
      if (world.takesPlace(id)) {
        nextValue = (long) number * VALUES_PER_CLIENT + (long) turn * VALUES_PER_TURN;
        SplittableRandom random = Dice.of(world.scenario().seed(), 7, number, turn);
        guarded(id, () -> take(id, random));
      }
    }
    if (Dice.of(world.scenario().seed(), 8, number).nextBoolean()) {
      guarded("", this::leave);
    }
    peer.kill();
  }

  /** Takes a turn; a killed client comes back. */
  private void guarded(String id, Runnable turn) {
    try {
      turn.run();
    } catch (Killed e) {
      if (world.hasFailed()) {
        throw e;
      }
      comeBack();
    } catch (StorageException e) {
      world.requireFaults(e);
      world.trace("turn failed", id, "storage failure");
    } finally {
      Attempt open = attempt;
      if (open != null) {
        end(open, open.committing ? Attempt.Outcome.UNKNOWN : Attempt.Outcome.ABORTED);
      }
    }
  }

  private void comeBack() {
    Peer dead = peer;
    lake = null;
    peer = new Peer(world, number, dead.generation + 1, true);
    world.add(peer);
    world.move(peer);
    world.await(dead::isDeserted);
  }

  private void take(String id, SplittableRandom random) {
    if (random.nextInt(3) == 0) {
      world.sleep(random.nextInt(100));
    }
    Lake open = open(random);
    if (open == null) {
      return;
    }
    switch (Dice.weighted(random, 74, 12, 6, 4, 2, 2)) {
      case 0 -> transaction(open, id, random);
      case 1 -> untilDone(open, id, random);
      case 2 -> look(open, id, false, random);
      case 3 -> look(open, id, true, random);
      case 4 -> awaitPublished(open);
      default -> leave();
    }
  }

  /** Opens the lake, or makes it; null if the store failed again and again. */
  private @Nullable Lake open(SplittableRandom random) {
    for (int tries = 0; lake == null && tries < OPEN_ATTEMPTS; tries++) {
      SimulatedStore store = peer.store();
      try {
        lake = Lake.open(store, peer.environment());
        world.trace("opened", "", "");
      } catch (StorageException e) {
        world.requireFaults(e);
        world.sleep(random.nextInt(50));
      } catch (InvalidDataException e) {
        make(store);
      }
    }
    return lake;
  }

  private void make(SimulatedStore store) {
    if (!world.beginning().isNothing()) {
      world.failed(new AssertionError("the lake is gone"));
    }
    try {
      lake = Lake.create(store, peer.environment());
    } catch (StorageException e) {
      world.requireFaults(e);
    } catch (InvalidDataException e) {
      // Another client was faster, or this one's own request came late: it can be opened.
      world.trace("made by another", "", "");
    }
  }

  private void leave() {
    Lake open = lake;
    if (open != null) {
      lake = null;
      peer.runWaiting(open::close);
      world.trace("closed", "", "");
    }
  }

  private void awaitPublished(Lake open) {
    long before = world.lastLanded();
    peer.runWaiting(open::awaitPublished);
    var missing = world.rules().unpublished(before);
    if (!missing.isEmpty()) {
      world.failed(new AssertionError("awaited, and not published: " + missing));
    }
    world.trace("published", "", "");
  }

  private void transaction(Lake open, String id, SplittableRandom random) {
    Isolation isolation = isolation(random);
    int begunAt = world.event();
    long landed = world.lastLanded();
    try (Transaction transaction = open.begin(isolation)) {
      Attempt begun = begun(id, isolation, begunAt, landed, transaction.readVersion());
      work(transaction, begun, random);
      if (random.nextInt(10) == 0) {
        transaction.rollback();
        end(begun, Attempt.Outcome.ABORTED);
      } else {
        begun.committing = true;
        committed(begun, transaction.commit());
      }
    } catch (ConflictException e) {
      ended(Attempt.Outcome.ABORTED, "conflict");
    } catch (CommitUnknownException e) {
      world.requireFaults(e);
      ended(Attempt.Outcome.UNKNOWN, "unknown");
    } catch (StorageException e) {
      world.requireFaults(e);
      ended(Attempt.Outcome.ABORTED, "storage failure");
    }
  }

  /** A transaction that is run again where another one won. */
  private void untilDone(Lake open, String id, SplittableRandom random) {
    Isolation isolation = isolation(random);
    SplittableRandom[] runs = {random};
    int[] begunAt = {world.event()};
    long[] landed = {world.lastLanded()};
    try {
      open.transact(
          isolation,
          transaction -> {
            if (attempt != null) {
              ended(Attempt.Outcome.ABORTED, "conflict, again");
            }
            Attempt begun = begun(id, isolation, begunAt[0], landed[0], transaction.readVersion());
            runs[0] = runs[0].split();
            work(transaction, begun, runs[0]);
            begun.committing = true;
            // The next run, if there is one, begins some time after this one has ended.
            begunAt[0] = world.event();
            landed[0] = world.lastLanded();
          });
      Attempt last = attempt;
      if (last != null) {
        committed(last, world.landingOf(last));
      }
    } catch (ConflictException e) {
      ended(Attempt.Outcome.ABORTED, "conflict");
    } catch (CommitUnknownException e) {
      world.requireFaults(e);
      ended(Attempt.Outcome.UNKNOWN, "unknown");
    } catch (StorageException e) {
      world.requireFaults(e);
      ended(Attempt.Outcome.ABORTED, "storage failure");
    }
  }

  private Isolation isolation(SplittableRandom random) {
    return random.nextDouble() < world.conditions().serializable()
        ? Isolation.SERIALIZABLE
        : Isolation.SNAPSHOT;
  }

  private void work(Transaction transaction, Attempt begun, SplittableRandom random) {
    new Workload(world, transaction, begun, random, nextValue).run();
    nextValue += VALUES_PER_RUN;
  }

  /** Reads the tables as of the newest version, or of an older one. */
  private void look(Lake open, String id, boolean travels, SplittableRandom random) {
    int begunAt = world.event();
    long landed = world.lastLanded();
    Snapshot snapshot = open.latest();
    if (travels) {
      snapshot = open.asOf(random.nextLong(snapshot.version() + 1));
      landed = 0;
    }
    Attempt begun = begin(id, Isolation.SNAPSHOT, travels, begunAt, landed, snapshot.version());
    begun.steps.add(new Step.Listed(snapshot.tables().stream().map(Table::name).toList()));
    for (Table table : snapshot.tables()) {
      begun.steps.add(new Step.Scanned(table.name(), null, Workload.rows(table.scan(), null)));
    }
    if (travels && snapshot.version() > 0) {
      long found = open.asOf(snapshot.timestamp()).version();
      if (found != snapshot.version()) {
        world.failed(
            new AssertionError(
                "the time of version %d leads to %d".formatted(snapshot.version(), found)));
      }
    }
    committed(begun, snapshot.version());
  }

  private Attempt begun(
      String id, Isolation isolation, int begunAt, long landed, long readVersion) {
    return begin(id, isolation, false, begunAt, landed, readVersion);
  }

  private Attempt begin(
      String id, Isolation isolation, boolean travels, int begunAt, long landed, long readVersion) {
    Attempt begun = new Attempt(id, number, isolation, travels, begunAt, readVersion);
    world.attempts().add(begun);
    attempt = begun;
    world.running().attempt = begun;
    world.trace("begun", id, travels ? "as of an older version" : isolation.name());
    if (readVersion < landed) {
      world.failed(
          new AssertionError(
              "%s reads version %d, begun after %d had landed".formatted(id, readVersion, landed)));
    }
    return begun;
  }

  private void committed(Attempt begun, long version) {
    begun.version = version;
    world.trace("committed", begun.turn, Long.toString(version));
    end(begun, Attempt.Outcome.COMMITTED);
  }

  private void ended(Attempt.Outcome outcome, String why) {
    Attempt open = attempt;
    if (open != null) {
      world.trace("ended", open.turn, why);
      end(open, outcome);
    }
  }

  private void end(Attempt open, Attempt.Outcome outcome) {
    open.ended(outcome, world.event());
    attempt = null;
    world.running().attempt = null;
  }
}
