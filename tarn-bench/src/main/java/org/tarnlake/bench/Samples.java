package org.tarnlake.bench;

import java.util.Arrays;

/** Order statistics of measured values. Stateless. */
public final class Samples {
  private Samples() {}

  /** The median; of an even number of values, the lower one. */
  public static double median(double[] values) {
    return quantile(values, 0.5);
  }

  /** The smallest value that at least the given share of all values does not exceed. */
  public static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }

  /** Nanoseconds as microseconds. */
  public static double[] micros(long[] nanos, int from, int to) {
    double[] micros = new double[to - from];
    for (int i = from; i < to; i++) {
      micros[i - from] = nanos[i] / 1e3;
    }
    return micros;
  }
}
