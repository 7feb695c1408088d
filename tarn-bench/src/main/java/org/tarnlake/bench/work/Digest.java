package org.tarnlake.bench.work;

import java.util.Locale;

/**
 * The sum and the hash of all values that a scan returned, the same in whatever order the rows
 * come: the proof that every contender read every value. A string counts by the hash of {@link
 * String#hashCode}, which for ASCII is the same polynomial over its bytes. One thread at a time.
 */
public final class Digest {
  private long rows;
  private long sum;
  private long hash;

  /** A row of {@link Query#ALL}. */
  public void all(long id, long micros, double amount, int nameHash, int noteHash) {
    long bits = Double.doubleToRawLongBits(amount);
    rows++;
    sum += id + micros + bits;
    hash += mix((((id * 31 + micros) * 31 + bits) * 31 + nameHash) * 31 + noteHash);
  }

  /** A row of {@link Query#ONE}. */
  public void one(double amount) {
    long bits = Double.doubleToRawLongBits(amount);
    rows++;
    sum += bits;
    hash += mix(bits);
  }

  /** A row of {@link Query#TWO}. */
  public void two(long id, int nameHash) {
    rows++;
    sum += id;
    hash += mix(id * 31 + nameHash);
  }

  /** The hash of ASCII bytes that {@link String#hashCode} would give. */
  public static int hash(byte[] bytes, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }

  public long rows() {
    return rows;
  }

  /** The result as one word. */
  public String text() {
    return String.format(Locale.ROOT, "%s-%016x-%016x", rows, sum, hash);
  }

  private static long mix(long z) {
    return (z ^ (z >>> 32)) * 0x9E3779B97F4A7C15L;
  }
}
