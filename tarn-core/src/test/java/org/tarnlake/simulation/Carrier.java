package org.tarnlake.simulation;

import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that runs one actor after another, each only while it has the baton. Safe for two
 * threads: the one that hands the baton over and the carrier itself.
 */
final class Carrier extends Thread {
  private volatile boolean turn;
  private @Nullable Actor actor;
  private @Nullable Runnable job;

  private Carrier(int number) {
    super("carrier-" + number);
    setDaemon(true);
  }

  /** What it does when it has the baton for the first time, and as whom. */
  void prepare(Actor whom, Runnable next) {
    actor = whom;
    job = next;
  }

  /** The actor that it is. */
  static Actor actor() {
    if (Thread.currentThread() instanceof Carrier carrier && carrier.actor != null) {
      return carrier.actor;
    }
    throw new AssertionError("%s is no actor".formatted(Thread.currentThread()));
  }

  /** Whether it waits for a notification of another thread. */
  boolean isWaiting() {
    return getState() == State.WAITING;
  }

  /** Hands it the baton. */
  void handOver() {
    turn = true;
    LockSupport.unpark(this);
  }

  /** Waits for the baton; called by the carrier itself. */
  void awaitTurn() {
    while (!turn) {
      LockSupport.park(this);
    }
    turn = false;
  }

  @Override
  public void run() {
    while (true) {
      awaitTurn();
      Runnable now = job;
      if (now != null) {
        now.run();
      }
    }
  }

  /**
   * Carriers that wait for work, for one world after another: making threads for each seed would
   * cost more than the seed. One thread at a time.
   */
  static final class Pool {
    private final ArrayDeque<Carrier> idle = new ArrayDeque<>();
    private int made;

    Carrier take() {
      Carrier carrier = idle.poll();
      if (carrier == null) {
        carrier = new Carrier(++made);
        carrier.start();
      }
      return carrier;
    }

    void giveBack(Carrier carrier) {
      idle.push(carrier);
    }
  }
}
