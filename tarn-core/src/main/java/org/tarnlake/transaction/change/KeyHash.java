package org.tarnlake.transaction.change;

/** Hashes of keys: numbers that stand close together come far apart. Stateless. */
final class KeyHash {
  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private KeyHash() {}

  static long mix(long value) {
    long hash = value * PRIME;
    hash ^= hash >>> 32;
    hash *= 0xD6E8FEB86659FD93L;
    return hash ^ (hash >>> 29);
  }

  static long of(byte[] bytes, int length) {
    long hash = length;
    for (int i = 0; i < length; i++) {
      hash = (hash ^ bytes[i]) * 0x100000001B3L;
    }
    return mix(hash);
  }
}
