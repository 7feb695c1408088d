package org.tarnlake.predicate.evaluate;

import java.util.Arrays;

/** Some longs, at least one. Immutable. */
public final class LongSet {
  private final long least;

  /** The values at the places of their hashes, or after; the least one stands for a free place. */
  private final long[] slots;

  private final int shift;

  public LongSet(long[] values) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(4L * values.length - 1);
    this.least = Arrays.stream(values).min().orElseThrow();
    this.shift = Long.SIZE - bits;
    this.slots = new long[1 << bits];
    Arrays.fill(slots, least);
    for (long value : values) {
      int slot = slot(value);
      while (slots[slot] != least && slots[slot] != value) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = value;
    }
  }

  private int slot(long value) {
    return (int) ((value * 0x9E3779B97F4A7C15L) >>> shift);
  }

  public boolean contains(long value) {
    int slot = slot(value);
    long found = slots[slot];
    while (found != value && found != least) {
      slot = slot + 1 & slots.length - 1;
      found = slots[slot];
    }
    return found == value;
  }
}
