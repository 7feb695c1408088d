package org.tarnlake.data.bytes;

/** How many bits numbers take that are packed. Stateless. */
public final class BitWidth {
  private BitWidth() {}

  /** How many bits the values 0 to {@code max} need. */
  public static int of(int max) {
    return 32 - Integer.numberOfLeadingZeros(max);
  }
}
