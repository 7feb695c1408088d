package org.tarnlake.data;

/** How many bits numbers take that are packed. Stateless. */
final class BitWidth {
  private BitWidth() {}

  /** How many bits the values 0 to {@code max} need. */
  static int of(int max) {
    return 32 - Integer.numberOfLeadingZeros(max);
  }
}
