package org.tarnlake.testing;

import java.util.SplittableRandom;

/**
 * Runs a test for many random cases, each made from its seed alone. A failure names the seed, and
 * {@code -Dtarn.seed=123} runs that case only.
 */
public final class Seeds {
  private Seeds() {}

  /** What is tested for one seed. */
  @FunctionalInterface
  public interface Case {
    void run(SplittableRandom random) throws Exception;
  }

  /** Runs the seeds from 1 on. */
  public static void run(int count, Case test) {
    Long only = Long.getLong("tarn.seed");
    long first = only == null ? 1 : only;
    long last = only == null ? count : only;
    for (long seed = first; seed <= last; seed++) {
      try {
        test.run(new SplittableRandom(seed));
      } catch (Exception | AssertionError e) {
        throw new AssertionError("failed for -Dtarn.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }
}
