package org.tarnlake.simulation;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What a seed is like: each has its own few faults, its own pace and its own size, since a bug that
 * needs much of one thing is rarely found where there is a little of everything. Immutable.
 *
 * @param clients how many clients there are, each a process at a time
 * @param threads how many threads of a client work at the same time
 * @param turns how many turns each of them takes
 * @param start what the lake is like when they come
 * @param tables how many names they share
 * @param keys how many lists a table holds
 * @param stay how likely a running actor goes on at a call, if it can
 * @param faultRate how likely a call is hit
 * @param faults what may hit it
 * @param lagMillis how long a listing may lack what nobody was told of
 * @param skewMillis how far the clocks may be apart
 * @param serializable how likely a transaction is serializable
 * @param reading how likely a step of a transaction reads
 */
record Conditions(
    int clients,
    int threads,
    int turns,
    Start start,
    int tables,
    int keys,
    double stay,
    double faultRate,
    Set<Fault> faults,
    long lagMillis,
    long skewMillis,
    double serializable,
    double reading) {

  static Conditions of(long seed) {
    SplittableRandom random = Dice.of(seed, 1);
    Set<Fault> faults = EnumSet.noneOf(Fault.class);
    for (Fault fault : Fault.values()) {
      if (fault != Fault.NONE && random.nextInt(5) < 3) {
        faults.add(fault);
      }
    }
    Start[] starts = Start.values();
    int threads = 1 + Dice.weighted(random, 78, 5, 8, 9);
    return new Conditions(
        1
            + (threads > 1
                ? Dice.weighted(random, 30, 55, 15)
                : Dice.weighted(random, 4, 40, 36, 14, 6)),
        threads,
        1
            + (threads > 1
                ? Dice.weighted(random, 25, 50, 25)
                : Dice.weighted(random, 5, 20, 25, 25, 15, 10)),
        starts[Dice.weighted(random, threads > 1 ? 50 : 300, 650, 25, 12, 13)],
        1 + Dice.weighted(random, 20, 50, 30),
        1 + random.nextInt(3),
        pick(random, 0.0, 0.0, 0.3, 0.5, 0.7, 0.9),
        pick(random, 0.0, 0.01, 0.02, 0.05, 0.1, 0.2),
        faults,
        (long) pick(random, 0, 100, 10_000),
        (long) pick(random, 0, 50, 1000, 100_000_000),
        threads > 1 ? pick(random, 0, 0, 0.3, 0.7) : pick(random, 0, 0.3, 0.7, 1),
        pick(random, 0.3, 0.5));
  }

  /** Whether a clock may be a day ahead of the store's, which refuses its commits. */
  boolean hasFarClocks() {
    return skewMillis > Duration.ofDays(1).toMillis();
  }

  private static double pick(SplittableRandom random, double... values) {
    return values[random.nextInt(values.length)];
  }

  /** What the lake is like when the clients come. */
  enum Start {
    /** There is none; they make it, all at once. */
    NOTHING(0),
    /** A lake with all its tables. */
    TABLES(1),
    /** The next entries bring the first checkpoint. */
    BEFORE_CHECKPOINT(61),
    /** There is a checkpoint, which is a few entries old. */
    AFTER_CHECKPOINT(66),
    /** The next entries bring the second checkpoint. */
    BEFORE_SECOND_CHECKPOINT(125);

    /** How many entries its log has. */
    final int entries;

    Start(int entries) {
      this.entries = entries;
    }
  }
}
