package org.tarnlake.bench.work;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The rows that every contender writes and reads back: row {@code i} is a pure function of {@code
 * i}. A counter, a timestamp that rises by about 40 ms, an amount with two decimals, one of 1,000
 * names, and a note of 20 random characters. Immutable.
 */
public final class Sample {
  private static final long START_MICROS = 1_700_000_000_000_000L;
  private static final byte[] ALPHABET =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"
          .getBytes(StandardCharsets.US_ASCII);

  private final String[] names = new String[1000];

  public Sample() {
    for (int i = 0; i < names.length; i++) {
      names[i] = String.format(Locale.ROOT, "customer-%04d", i * 7 % 1000);
    }
  }

  public long id(long i) {
    return i;
  }

  /** Every number below {@code rows} once, in an order that no statistics of files help with. */
  public static long scattered(long i, long rows) {
    long bits = Long.bitCount(Long.highestOneBit(rows - 1) * 2 - 1);
    long mask = (1L << bits) - 1;
    long number = i;
    do {
      number = number * 0x9E3779B1L + 0x7F4A7C15L & mask;
      number ^= number >>> (bits / 2);
      number = number * 0x85EBCA6BL & mask;
    } while (number >= rows);
    return number;
  }

  /** Microseconds since 1970. */
  public long micros(long i) {
    return START_MICROS + i * 40_000 + (mix(i) & 0x3FFF);
  }

  public double amount(long i) {
    return (mix(i + (1L << 40)) >>> 40) / 100.0;
  }

  public String name(long i) {
    return names[(int) ((mix(i + (2L << 40)) >>> 40) % names.length)];
  }

  public String note(long i) {
    byte[] note = new byte[20];
    long random = mix(i + (3L << 40));
    for (int k = 0; k < 10; k++) {
      note[k] = ALPHABET[(int) (random >>> (6 * k)) & 63];
    }
    random = mix(i + (4L << 40));
    for (int k = 10; k < 20; k++) {
      note[k] = ALPHABET[(int) (random >>> (6 * (k - 10))) & 63];
    }
    return new String(note, StandardCharsets.ISO_8859_1);
  }

  /** The finalizer of SplitMix64. */
  private static long mix(long i) {
    long z = (i + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
