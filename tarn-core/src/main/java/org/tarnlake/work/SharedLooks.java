package org.tarnlake.work;

import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The looks of a process at the end of a log, in the order in which they begin: whoever asks may do
 * with a look of others that begins later. Safe for many threads.
 */
public final class SharedLooks {
  /** How many looks at a distant log are under way at a time, each begun later. */
  private static final int DISTANT_LOOKS = 4;

  private final InstantSource clock;
  private final boolean isLocal;
  private final Semaphore places;
  private final AtomicLong begun = new AtomicLong();
  private volatile Look newest = new Look(0, 0);

  /**
   * @param isLocal whether a look costs next to nothing
   */
  public SharedLooks(InstantSource clock, boolean isLocal) {
    this.clock = clock;
    this.isLocal = isLocal;
    this.places = new Semaphore(isLocal ? 1 : DISTANT_LOOKS);
  }

  /** A look, by its number and the time at which it began. */
  public record Look(long number, long millis) {}

  /** Looks, unless a look that begins after this call ends before its turn comes. */
  public void share(Consumer<Look> work) {
    long arrival = begun.get();
    places.acquireUninterruptibly();
    try {
      if (newest.number <= arrival) {
        Look look = begin();
        work.accept(look);
        ended(look);
      }
    } finally {
      places.release();
    }
  }

  /** How many looks have begun; the next one has a higher number. */
  public long begun() {
    return begun.get();
  }

  public Look begin() {
    return new Look(begun.incrementAndGet(), clock.millis());
  }

  /**
   * Takes note that an entry was put, which was the end of the log then. Where a look costs next to
   * nothing it is made all the same: who looks together commits together.
   */
  public void put(Look look) {
    if (!isLocal) {
      ended(look);
    }
  }

  /** Takes note that a look saw the end of the log. */
  private synchronized void ended(Look look) {
    newest = look.number > newest.number ? look : newest;
  }

  /** Whether one that began later has ended, so that there is nothing left to see. */
  public boolean isOutdone(Look look) {
    return newest.number > look.number;
  }

  /** When the look began that began last of those that have ended; in milliseconds since 1970. */
  public long newestMillis() {
    return newest.millis;
  }
}
