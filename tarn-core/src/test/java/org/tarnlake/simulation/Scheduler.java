package org.tarnlake.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets exactly one actor run at a time and decides, from the seed alone, who goes on whenever one
 * of them gives way. Time is virtual: each decision takes a few milliseconds, and when all sleep it
 * jumps to the first who wakes.
 *
 * <p>An actor that gives way within a section that is locked against its process ({@link
 * LockedSections}) keeps the other actors of that process from running until it has left it: they
 * would wait for a real lock, and the baton with them.
 *
 * <p>Where an actor may have to wait for another one of its process, it goes on without the baton
 * ({@link #detach}): it either waits soon, or is back soon and waits for its turn. Nothing is
 * decided before one of the two is the case, so that it makes no difference how fast it is. This
 * relies on a thread that is notified not being {@link Thread.State#WAITING} from that moment on.
 */
final class Scheduler {
  private static final long HUNG_NANOS = 60_000_000_000L;

  private final Carrier.Pool pool;
  private final SplittableRandom random;
  private final double stay;
  private final Runnable timePassed;
  private final List<Actor> actors = new ArrayList<>();
  private final List<Actor> candidates = new ArrayList<>();
  private @Nullable Actor running;
  private long now;
  private volatile boolean done;
  private volatile boolean undecided;
  private volatile @Nullable Thread director;
  private boolean stuck;

  /**
   * A schedule.
   *
   * @param stay how likely the running actor goes on, if it can
   * @param timePassed runs after each move of the clock
   */
  Scheduler(Carrier.Pool pool, SplittableRandom random, double stay, Runnable timePassed) {
    this.pool = pool;
    this.random = random;
    this.stay = stay;
    this.timePassed = timePassed;
  }

  /** Milliseconds since the beginning. */
  long now() {
    return now;
  }

  /** The calling actor, which has the baton or waits for it here. */
  Actor running() {
    Actor me = Carrier.actor();
    if (me.detached) {
      me.returned = true;
      me.carrier.awaitTurn();
      me.detached = false;
      me.returned = false;
      me.peer.requireAlive();
    }
    if (me != running) {
      throw new AssertionError("%s runs without the baton".formatted(me.name));
    }
    return me;
  }

  /** Lets the calling actor go on without the baton until it asks for anything of the world. */
  void detach() {
    running().detached = true;
    running = null;
    undecided = true;
    LockSupport.unpark(director);
  }

  /** Adds an actor, which starts when it is chosen. */
  void spawn(String name, Peer peer, Runnable work) {
    Actor actor = new Actor(name, pool.take(), peer);
    actor.carrier.prepare(
        actor,
        () -> {
          work.run();
          end(actor);
        });
    actors.add(actor);
    peer.arrived();
  }

  /** Runs all actors to their ends. Called by the thread that has the world. */
  void run() {
    director = Thread.currentThread();
    done = false;
    Actor first = choose(null);
    if (first == null) {
      return;
    }
    running = first;
    first.carrier.handOver();
    long deadline = System.nanoTime() + HUNG_NANOS;
    while (!done) {
      if (undecided) {
        undecided = false;
        goOn(choose(null));
      } else {
        LockSupport.parkNanos(this, HUNG_NANOS);
        if (!done && System.nanoTime() > deadline) {
          throw new AssertionError(hung());
        }
      }
    }
  }

  private void goOn(@Nullable Actor next) {
    running = next;
    if (next != null) {
      next.carrier.handOver();
    } else {
      done = true;
      LockSupport.unpark(director);
    }
  }

  /** Gives way: others may go on before this returns. */
  void pass() {
    Actor me = running();
    me.locked = me.peer.hasCompany() && LockedSections.entered();
    Actor next = choose(me);
    if (next != null && next != me) {
      running = next;
      next.carrier.handOver();
      me.carrier.awaitTurn();
    }
    me.locked = false;
    me.peer.requireAlive();
  }

  /** Gives way for a time at least. */
  void sleep(long millis) {
    Actor me = running();
    me.wakeAt = now + millis;
    pass();
  }

  /** Gives way until something is true. */
  void await(BooleanSupplier condition) {
    await(condition, Long.MAX_VALUE - now);
  }

  /** Gives way until something is true, for some time at most. */
  void await(BooleanSupplier condition, long maxMillis) {
    Actor me = running();
    me.condition = condition;
    me.wakeAt = now + maxMillis;
    try {
      pass();
    } finally {
      me.condition = null;
      me.wakeAt = 0;
    }
  }

  /** Whether once all actors waited for something that none of them could bring about. */
  boolean isStuck() {
    return stuck;
  }

  private void end(Actor me) {
    actors.remove(me);
    me.peer.left();
    pool.giveBack(me.carrier);
    goOn(choose(null));
  }

  private @Nullable Actor choose(@Nullable Actor me) {
    awaitDetached();
    move(now + 1 + random.nextInt(4));
    while (!actors.isEmpty()) {
      Actor unwinding = dead();
      if (unwinding != null) {
        return unwinding;
      }
      candidates.clear();
      long soonest = Long.MAX_VALUE;
      for (Actor actor : actors) {
        if (!actor.isHere() || isLockedOut(actor)) {
          continue;
        }
        if (actor.isReady(now)) {
          candidates.add(actor);
        } else {
          soonest = Math.min(soonest, actor.wakeAt);
        }
      }
      if (!candidates.isEmpty()) {
        boolean stays = me != null && candidates.contains(me) && random.nextDouble() < stay;
        return stays ? me : candidates.get(random.nextInt(candidates.size()));
      }
      if (soonest == Long.MAX_VALUE) {
        if (stuck) {
          throw new AssertionError(hung());
        }
        stuck = true;
        actors.forEach(actor -> actor.peer.kill());
      } else {
        move(soonest);
      }
    }
    return null;
  }

  /**
   * Waits until every actor without the baton waits for a notification, or for the baton. Whoever
   * was still on its way may have notified one that was looked at before: so they are looked at
   * until no more of them have come back.
   */
  private void awaitDetached() {
    int before;
    int back = 0;
    do {
      before = back;
      back = 0;
      for (Actor actor : actors) {
        while (actor.detached && !actor.carrier.isWaiting()) {
          Thread.yield();
        }
        back += actor.detached ? (actor.returned ? 1 : 0) : 0;
      }
    } while (back != before);
  }

  private void move(long to) {
    now = to;
    timePassed.run();
  }

  /** Actors of killed processes unwind before anybody else, those that hold locks first. */
  private @Nullable Actor dead() {
    Actor found = null;
    for (Actor actor : actors) {
      if (actor.isHere() && actor.peer.isDead() && (found == null || actor.locked)) {
        found = actor;
      }
    }
    return found;
  }

  private boolean isLockedOut(Actor actor) {
    if (actor.peer.hasCompany()) {
      for (Actor other : actors) {
        if (other != actor && other.locked && other.peer == actor.peer) {
          return true;
        }
      }
    }
    return false;
  }

  private String hung() {
    StringBuilder text = new StringBuilder("an actor waits for what the scheduler does not know:");
    for (Actor actor : List.copyOf(actors)) {
      text.append("\n").append(actor.name).append(actor == running ? " (running)" : "");
      for (StackTraceElement frame : actor.carrier.getStackTrace()) {
        text.append("\n    at ").append(frame);
      }
    }
    return text.toString();
  }
}
