package org.tarnlake.data.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The hash XXH64 with the seed 0, by which Parquet's Bloom filters know values. Stateless.
 *
 * @see <a href="https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md">the algorithm</a>
 */
public final class XxHash64 {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME_3 = 0x165667B19E3779F9L;
  private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
  private static final long PRIME_5 = 0x27D4EB2F165667C5L;
  private static final int STRIPE_BYTES = 32;

  private XxHash64() {}

  /** Of eight bytes, little-endian. */
  public static long hash(long value) {
    return avalanche(withLong(PRIME_5 + Long.BYTES, value));
  }

  /** Of four bytes, little-endian. */
  public static long hash(int value) {
    return avalanche(withInt(PRIME_5 + Integer.BYTES, value));
  }

  public static long hash(byte[] bytes, int from, int to) {
    int at = from;
    long hash = PRIME_5;
    if (to - from >= STRIPE_BYTES) {
      long a = Long.sum(PRIME_1, PRIME_2);
      long b = PRIME_2;
      long c = 0;
      long d = -PRIME_1;
      for (; at <= to - STRIPE_BYTES; at += STRIPE_BYTES) {
        a = round(a, (long) LONG.get(bytes, at));
        b = round(b, (long) LONG.get(bytes, at + 8));
        c = round(c, (long) LONG.get(bytes, at + 16));
        d = round(d, (long) LONG.get(bytes, at + 24));
      }
      hash =
          Long.rotateLeft(a, 1)
              + Long.rotateLeft(b, 7)
              + Long.rotateLeft(c, 12)
              + Long.rotateLeft(d, 18);
      hash = merge(merge(merge(merge(hash, a), b), c), d);
    }
    hash += to - from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      hash = withLong(hash, (long) LONG.get(bytes, at));
    }
    if (at <= to - Integer.BYTES) {
      hash = withInt(hash, (int) INT.get(bytes, at));
      at += Integer.BYTES;
    }
    for (; at < to; at++) {
      hash = Long.rotateLeft(hash ^ (bytes[at] & 0xFF) * PRIME_5, 11) * PRIME_1;
    }
    return avalanche(hash);
  }

  private static long round(long lane, long value) {
    return Long.rotateLeft(lane + value * PRIME_2, 31) * PRIME_1;
  }

  private static long merge(long hash, long lane) {
    return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
  }

  private static long withLong(long hash, long value) {
    return Long.rotateLeft(hash ^ round(0, value), 27) * PRIME_1 + PRIME_4;
  }

  private static long withInt(long hash, int value) {
    return Long.rotateLeft(hash ^ (value & 0xFFFFFFFFL) * PRIME_1, 23) * PRIME_2 + PRIME_3;
  }

  private static long avalanche(long hash) {
    long mixed = hash;
    mixed = (mixed ^ mixed >>> 33) * PRIME_2;
    mixed = (mixed ^ mixed >>> 29) * PRIME_3;
    return mixed ^ mixed >>> 32;
  }
}
