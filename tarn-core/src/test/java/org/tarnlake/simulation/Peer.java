package org.tarnlake.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.tarnlake.env.Environment;
import org.tarnlake.lake.publish.Publisher;

/**
 * A simulated process: one of a client's, one after another, each from its start to its end or its
 * death. It has its own clock, its own randomness, one thread or more of its client, and one for
 * the publisher. Guarded by the baton.
 *
 * <p>Other background work is refused, so that who needs it does it itself: who waits for it would
 * wait for real.
 */
final class Peer {
  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  final int client;
  final int generation;
  final String name;

  private final World world;
  private final SplittableRandom random;
  private final SplittableRandom jumps;
  private final Background background = new Background();
  private long skewMillis;
  private int actors;
  private boolean dead;
  private boolean publishing;
  private boolean waiting;

  private final SimulatedStore store;

  /**
   * A process that begins.
   *
   * @param faulty whether its calls may be hit by faults, and its clock may be wrong
   */
  Peer(World world, int client, int generation, boolean faulty) {
    this.world = world;
    this.client = client;
    this.generation = generation;
    this.name = client + "." + generation;
    this.store = new SimulatedStore(world, this, faulty);
    this.random = Dice.of(world.scenario().seed(), 2, client, generation);
    this.jumps = Dice.of(world.scenario().seed(), 3, client, generation);
    if (faulty) {
      jumpClock();
    }
  }

  /** The store as it sees it. */
  SimulatedStore store() {
    return store;
  }

  Environment environment() {
    return new Environment(this::clock, this::nextRandom, this::pause, background);
  }

  private long nextRandom() {
    world.running();
    return random.nextLong();
  }

  private Instant clock() {
    world.running();
    return world.time().plusMillis(skewMillis);
  }

  private void pause(Duration duration) {
    world.sleep(duration.toMillis());
    PauseCount count = world.running().onPause;
    if (count != null) {
      count.paused();
    }
  }

  /** Sets the clock anew, as far off as the conditions allow. */
  void jumpClock() {
    long most = world.conditions().skewMillis();
    skewMillis = most == 0 ? 0 : jumps.nextLong(-most, most + 1);
  }

  void arrived() {
    actors++;
  }

  void left() {
    actors--;
  }

  /** Whether it has more than one thread. */
  boolean hasCompany() {
    return actors > 1;
  }

  /** Whether all its threads have ended. */
  boolean isDeserted() {
    return actors == 0;
  }

  /** Ends it: its threads unwind, and nothing that they do on the way has an effect. */
  void kill() {
    dead = true;
  }

  boolean isDead() {
    return dead;
  }

  void requireAlive() {
    if (dead) {
      throw new Killed();
    }
  }

  /** Runs what waits for the publisher, having it run in this thread instead of one of its own. */
  void runWaiting(Runnable work) {
    world.await(() -> !publishing && !waiting);
    waiting = true;
    try {
      work.run();
    } finally {
      waiting = false;
    }
  }

  /** The executor of the process. */
  private final class Background extends NoThreads {
    @Override
    public void execute(Runnable task) {
      if (WALKER.getCallerClass() != Publisher.class || waiting || dead) {
        super.execute(task);
      }
      publishing = true;
      world.spawn(
          name + "p",
          Peer.this,
          () -> {
            try {
              task.run();
            } finally {
              publishing = false;
            }
          });
    }
  }
}
