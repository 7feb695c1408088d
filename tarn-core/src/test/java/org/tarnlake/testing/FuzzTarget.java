package org.tarnlake.testing;

/**
 * Feeds bytes to one parser and judges what comes of it. It catches the exceptions that the parser
 * documents; every other one, and every {@link AssertionError}, is a finding.
 */
@FunctionalInterface
public interface FuzzTarget {
  void run(byte[] input) throws Exception;

  /** The memory that the parser may take, over all, for an input of that many bytes. */
  default long allocationBytesMax(int inputBytes) {
    return (64L << 20) + 4096L * inputBytes;
  }

  /** Runs the target and fails if that takes too long or allocates too much. */
  default void runWithinLimits(byte[] input) throws Exception {
    FuzzMeter first = new FuzzMeter();
    run(input.clone());
    if (first.excess(allocationBytesMax(input.length)) != null) {
      // Classes that were loaded meanwhile count too, but only once.
      FuzzMeter second = new FuzzMeter();
      run(input.clone());
      String excess = second.excess(allocationBytesMax(input.length));
      if (excess != null) {
        throw new AssertionError(excess);
      }
    }
  }
}
