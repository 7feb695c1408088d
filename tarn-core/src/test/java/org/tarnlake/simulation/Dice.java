package org.tarnlake.simulation;

import java.util.SplittableRandom;

/**
 * Random numbers by name: what is drawn for one thing does not depend on what was drawn for others,
 * so that taking one transaction or fault out of a seed leaves the rest as it was.
 */
final class Dice {
  private Dice() {}

  /** The stream that belongs to a seed and a path below it. */
  static SplittableRandom of(long seed, long... path) {
    return new SplittableRandom(hash(seed, path));
  }

  /** A number that belongs to a seed and a path below it. */
  static long hash(long seed, long... path) {
    long hash = mix(seed + 0x9E3779B97F4A7C15L);
    for (long step : path) {
      hash = mix(hash * 31 + step + 0x9E3779B97F4A7C15L);
    }
    return hash;
  }

  /** A random index, each as likely as its weight tells. */
  static int weighted(SplittableRandom random, int... weights) {
    int sum = 0;
    for (int weight : weights) {
      sum += weight;
    }
    int drawn = random.nextInt(sum);
    for (int i = 0; i < weights.length; i++) {
      drawn -= weights[i];
      if (drawn < 0) {
        return i;
      }
    }
    throw new AssertionError(drawn);
  }

  /** The finalizer of SplitMix64. */
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
