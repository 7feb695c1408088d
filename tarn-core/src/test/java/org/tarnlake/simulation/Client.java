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
 * A thread of somebody who works with the lake: turn after turn, most of them transactions, in one
 * process after another. Guarded by the baton.
 */
final class Client {
  private static final int VALUES_PER_RUN = 40;
  private static final int VALUES_PER_TURN = 4000;
  private static final int VALUES_PER_THREAD = 100_000;
  private static final int VALUES_PER_CLIENT = 1_000_000;

  private final World world;
  private final Site site;
  private final int thread;
  private final FeedReader feed;
  private @Nullable Attempt attempt;
  private long nextValue;

  Client(World world, Site site, int thread) {
    this.world = world;
    this.site = site;
    this.thread = thread;
    this.feed = FeedReader.ofLake(world, "reader " + name());
  }

  String name() {
    return site.number() + "abcd".substring(thread, thread + 1);
  }

  void run() {
    for (int turn = 0; turn < world.conditions().turns(); turn++) {
      String id = name() + "." + turn;
      if (world.takesPlace(id)) {
        nextValue =
            (long) site.number() * VALUES_PER_CLIENT
                + (long) thread * VALUES_PER_THREAD
                + (long) turn * VALUES_PER_TURN;
        SplittableRandom random = Dice.of(world.scenario().seed(), 7, site.number(), thread, turn);
        guarded(id, () -> take(id, random));
      }
    }
    boolean closes = Dice.of(world.scenario().seed(), 8, site.number()).nextBoolean();
    if (closes && site.isAlone()) {
      guarded("", site::close);
    }
    site.leave();
  }

  /** Takes a turn; a killed client comes back. */
  private void guarded(String id, Runnable turn) {
    try {
      turn.run();
    } catch (Killed e) {
      if (world.hasFailed()) {
        throw e;
      }
      site.comeBack();
    } catch (StorageException e) {
      world.requireFaults(e);
      world.trace("turn failed", id, "storage failure");
    } finally {
      Attempt open = attempt;
      if (open != null) {
        end(open, open.committingAt > 0 ? Attempt.Outcome.UNKNOWN : Attempt.Outcome.ABORTED);
      }
    }
  }

  private void take(String id, SplittableRandom random) {
    if (random.nextInt(3) == 0) {
      world.sleep(random.nextInt(100));
    }
    Lake open = site.open(random);
    if (open == null) {
      return;
    }
    // Whose an entry is that several threads may have made is told by the rows of its files.
    int compactions = world.conditions().threads() > 1 ? 0 : 8;
    switch (Dice.weighted(random, 74, 12, 6, 4, 2, site.isAlone() ? 2 : 0, 4, 2, 2, compactions)) {
      case 0 -> transaction(open, id, random);
      case 1 -> untilDone(open, id, random);
      case 2 -> look(open, id, false, random);
      case 3 -> look(open, id, true, random);
      case 4 -> awaitPublished(open);
      case 5 -> site.close();
      case 6 -> feed.read(open, random);
      case 7 -> feed.follow(open, random);
      case 8 -> FeedReader.readTable(world, open, id, random);
      default -> compact(open, id, random);
    }
  }

  private void awaitPublished(Lake open) {
    long before = world.landings().last();
    site.peer().runWaiting(open::awaitPublished);
    var missing = world.rules().unpublished(before);
    if (!missing.isEmpty()) {
      world.failed(new AssertionError("awaited, and not published: " + missing));
    }
    world.trace("published", "", "");
  }

  private void transaction(Lake open, String id, SplittableRandom random) {
    Isolation isolation = isolation(random);
    int begunAt = world.event();
    long landed = world.landings().last();
    try (Transaction transaction = open.begin(isolation)) {
      Attempt begun = begin(id, isolation, false, begunAt, landed);
      work(open, transaction, begun, random);
      if (random.nextInt(10) == 0) {
        transaction.rollback();
        end(begun, Attempt.Outcome.ABORTED);
      } else {
        committing(begun, random);
        long version = transaction.commit();
        world.landings().told(begun);
        committed(begun, version);
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
    long[] landed = {world.landings().last()};
    try {
      open.transact(
          isolation,
          transaction -> {
            if (attempt != null) {
              ended(Attempt.Outcome.ABORTED, "conflict, again");
            }
            Attempt begun = begin(id, isolation, false, begunAt[0], landed[0]);
            runs[0] = runs[0].split();
            work(open, transaction, begun, runs[0]);
            // The next run, if there is one, begins some time after this one has ended.
            begunAt[0] = world.event();
            landed[0] = world.landings().last();
            committing(begun, random);
          });
      Attempt last = attempt;
      if (last != null) {
        Long version = world.landings().told(last);
        committed(last, version == null ? last.readVersion : version);
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

  /** Small files become large ones, while others change their rows. */
  private void compact(Lake open, String id, SplittableRandom random) {
    String name = Beginning.TABLES.get(random.nextInt(world.conditions().tables()));
    Attempt begun = begin(id, Isolation.SNAPSHOT, false, world.event(), world.landings().last());
    begun.steps.add(new Step.Compacted(name));
    committing(begun, random);
    try {
      open.compact(name).run();
      Long version = world.landings().versionOf(begun);
      if (version == null) {
        begun.steps.clear();
        ended(Attempt.Outcome.ABORTED, "nothing to compact");
      } else {
        committed(begun, version);
      }
    } catch (InvalidDataException e) {
      ended(Attempt.Outcome.ABORTED, "no such table");
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

  private void work(Lake open, Transaction transaction, Attempt begun, SplittableRandom random) {
    Workload workload = new Workload(world, open, transaction, begun, random, nextValue);
    nextValue += VALUES_PER_RUN;
    boolean appends = random.nextInt(3) == 0 && appendUnread(transaction, begun, random);
    if (!appends || random.nextBoolean()) {
      if (appends && random.nextBoolean()) {
        begun.steps.add(new Step.Listed(transaction.tables()));
      }
      reads(begun, transaction.readVersion());
      workload.run();
    }
  }

  /** Appends before anything is read, to tables that may not be there; whether it could. */
  private boolean appendUnread(Transaction transaction, Attempt begun, SplittableRandom random) {
    for (int i = random.nextInt(2); i >= 0; i--) {
      Row row = new Row(random.nextInt(world.conditions().keys()), nextValue++);
      String name = Beginning.TABLES.get(random.nextInt(world.conditions().tables()));
      world.landings().wrote(row.value(), begun);
      try {
        transaction.append(name, row.key(), row.value());
        begun.steps.add(new Step.Appended(name, row));
      } catch (InvalidDataException e) {
        world.trace("refused", name, "it has other columns, or is not there");
      }
    }
    return !begun.steps.isEmpty();
  }

  /** Reads the tables as of the newest version, or of an older one. */
  private void look(Lake open, String id, boolean travels, SplittableRandom random) {
    int begunAt = world.event();
    long landed = world.landings().last();
    Snapshot snapshot = open.latest();
    if (travels) {
      snapshot = open.asOf(random.nextLong(snapshot.version() + 1));
      landed = 0;
    }
    Attempt begun = begin(id, Isolation.SNAPSHOT, travels, begunAt, landed);
    reads(begun, snapshot.version());
    begun.steps.add(new Step.Listed(snapshot.tables().stream().map(Table::name).toList()));
    for (Table table : snapshot.tables()) {
      begun.steps.add(new Step.Scanned(table.name(), null, Row.read(table.scan(), null)));
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

  private Attempt begin(String id, Isolation isolation, boolean travels, int begunAt, long landed) {
    Attempt begun = new Attempt(id, site.number(), isolation, travels, begunAt, landed);
    world.attempts().add(begun);
    attempt = begun;
    world.running().attempt = begun;
    world.trace("begun", id, travels ? "as of an older version" : isolation.name());
    return begun;
  }

  private void reads(Attempt begun, long version) {
    begun.readVersion = version;
    if (version < begun.landedBefore) {
      world.failed(
          new AssertionError(
              "%s reads version %d, begun after %d had landed"
                  .formatted(begun, version, begun.landedBefore)));
    }
  }

  /** The client asks for the commit, which may make it wait for another thread's. */
  private void committing(Attempt begun, SplittableRandom random) {
    if (random.nextBoolean()) {
      site.gather();
    }
    begun.committingAt = world.nextCommit();
    if (world.conditions().threads() > 1) {
      world.detach();
    }
  }

  private void committed(Attempt begun, long version) {
    world.running();
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
