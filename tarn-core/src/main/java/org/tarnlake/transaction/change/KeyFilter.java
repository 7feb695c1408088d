package org.tarnlake.transaction.change;

/** Tells of most keys that they are not among some (a Bloom filter). One thread at a time. */
final class KeyFilter {
  private static final int BITS_PER_KEY = 12;
  private static final int PROBES = 4;
  private static final int BITS_MAX = 1 << 30;

  private final long[] bits;
  private final int mask;

  KeyFilter(long keys) {
    long wanted = Math.max(64, Math.min(BITS_MAX, keys * BITS_PER_KEY));
    int size = Integer.highestOneBit((int) (wanted - 1)) << 1;
    this.bits = new long[size / 64];
    this.mask = size - 1;
  }

  void add(long hash) {
    long probe = hash;
    for (int i = 0; i < PROBES; i++) {
      int bit = (int) probe & mask;
      bits[bit >>> 6] |= 1L << bit;
      probe = KeyHash.mix(probe);
    }
  }

  /** False only if the key of that hash was not added. */
  boolean mayHave(long hash) {
    long probe = hash;
    for (int i = 0; i < PROBES; i++) {
      int bit = (int) probe & mask;
      if ((bits[bit >>> 6] & (1L << bit)) == 0) {
        return false;
      }
      probe = KeyHash.mix(probe);
    }
    return true;
  }
}
