package org.tarnlake.lake;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.tarnlake.env.Environment;
import org.tarnlake.error.StorageException;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.write.Unnamed;

/**
 * Dates commits, and refuses to by a clock that runs far ahead: every later commit would have to be
 * dated after it, and no point in time before it would find a version any more. Stateless.
 */
public final class CommitClock {
  /** The end of the year 9999; what is dated later is damaged, and nothing is dated so. */
  static final long MAX_MILLIS = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  /** No clock that is right says so, whatever the store thinks. */
  private static final long PLAUSIBLE_MILLIS = Instant.parse("2200-01-01T00:00:00Z").toEpochMilli();

  /** A clock that is further ahead is not believed. */
  private static final long AHEAD_MILLIS = Duration.ofDays(1).toMillis();

  private CommitClock() {}

  /** A time as it is read from a commit, which may say anything, within what can be dated. */
  static long bounded(long millis) {
    return Math.max(0, Math.min(millis, MAX_MILLIS));
  }

  /** Whether a commit may be dated so. */
  static boolean isTime(long millis) {
    return millis == bounded(millis);
  }

  /** Whether a time is further ahead of the store's than clocks differ. */
  public static boolean isAhead(long millis, long storeMillis) {
    return bounded(millis) - bounded(storeMillis) > AHEAD_MILLIS;
  }

  /** What the check says of a commit for which {@link #isAhead} is true. */
  public static String aheadWords(long millis, long storeMillis) {
    return "it is dated %s, but the store got it at %s: a clock ran ahead, and later commits are dated after it; read what was committed since by version, not by time, and set the clocks right"
        .formatted(
            Instant.ofEpochMilli(bounded(millis)), Instant.ofEpochMilli(bounded(storeMillis)));
  }

  /**
   * The present time, to date the commit after a state by. The store is asked for its own only
   * where the clock is a day beyond the state.
   *
   * @param location where the store may get a small object for a moment; empty for its root
   * @throws StorageException if the clock is not to be believed; nothing was committed
   */
  public static long now(
      LakeState after, ObjectStore store, Environment environment, String location) {
    long now = environment.clock().millis();
    if (isAhead(now, after.timestampMillis())) {
      requirePlausible(now, store, environment, location);
    }
    return now;
  }

  /** As {@link #now}, where there is no state yet. */
  static long first(ObjectStore store, Environment environment) {
    long now = environment.clock().millis();
    requirePlausible(now, store, environment, LakeNames.FOLDER);
    return Math.max(0, now);
  }

  private static void requirePlausible(
      long now, ObjectStore store, Environment environment, String location) {
    if (now > PLAUSIBLE_MILLIS) {
      throw refused(now, "which cannot be");
    }
    long storeMillis = storeMillis(store, location + "clock-" + environment.newUuid() + ".draft");
    if (isAhead(now, storeMillis)) {
      throw refused(
          now, "but %s has %s".formatted(store.location(), Instant.ofEpochMilli(storeMillis)));
    }
  }

  private static StorageException refused(long now, String why) {
    return new StorageException(
        "the clock of this machine says %s, %s; nothing was committed, since all later commits would be dated after that: set the clock right, and run the transaction again"
            .formatted(Instant.ofEpochMilli(now), why));
  }

  /**
   * The next time at which a commit may be dated.
   *
   * @throws StorageException if there is none; nothing was committed
   */
  public static long after(LakeState state) {
    if (state.timestampMillis() >= MAX_MILLIS) {
      throw new StorageException(
          "version %s is dated %s or later, and nothing can be dated after that; nothing was committed: it can be read, and its rows written into a new lake or table"
              .formatted(state.version(), Instant.ofEpochMilli(MAX_MILLIS)));
    }
    return state.timestampMillis() + 1;
  }

  /** The store's own time: that of an object which it gets for a moment. */
  private static long storeMillis(ObjectStore store, String name) {
    try {
      return StoreAccess.ask(
          "ask %s for its time".formatted(store.location()),
          "nothing was committed, try again",
          () -> {
            store.put(name, new byte[] {'\n'});
            for (ObjectInfo object : store.list(name, "")) {
              return object.modifiedMillis();
            }
            throw new IOException("it does not list what it just got");
          });
    } finally {
      Unnamed.delete(store, List.of(name));
    }
  }
}
