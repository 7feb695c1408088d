package org.tarnlake.data.read;

import org.tarnlake.error.UnsupportedTableException;

/**
 * Bounds what few bytes may stand for, before memory is taken for it: runs of equal values, lists
 * and common prefixes let a hundred bytes claim to be gigabytes. Stateless.
 *
 * <p>Columns of scalars are read as a stream and need no such bound.
 */
final class Claims {
  /** So many values are always read. */
  private static final long VALUES_MAX = 1 << 22;

  /** Twice what real writers reach where all values of a column are the same. */
  private static final long VALUES_PER_BYTE_MAX = 512;

  /** A page of that size is always read. */
  static final long PAGE_BYTES_MAX = 64 << 20;

  /** A little more than the 1032 that Deflate reaches at most. */
  private static final long RATIO_MAX = 1100;

  /** What Zstandard reaches at most: blocks of one byte repeated 131,072 times take four bytes. */
  private static final long FRAME_RATIO_MAX = 32_768;

  private Claims() {}

  /**
   * Checks that some values are not too many for their bytes.
   *
   * @throws UnsupportedTableException if they are
   */
  static void checkValues(long values, long bytes) {
    if (values > VALUES_MAX && values > VALUES_PER_BYTE_MAX * bytes) {
      throw new UnsupportedTableException(
          "%s values in %s bytes are more than Tarn reads at once".formatted(values, bytes));
    }
  }

  /**
   * Checks that texts which share most of their bytes do not become too many.
   *
   * @throws UnsupportedTableException if they do
   */
  static void checkExpanded(long encoded, long expanded) {
    if (expanded > PAGE_BYTES_MAX) {
      checkValues(expanded, encoded);
    }
    ReadLimits.checkExpanded(expanded);
  }

  /**
   * Checks that compressed bytes do not claim to be too many.
   *
   * @throws IllegalArgumentException if they do
   */
  static void checkCompressed(long compressed, long claimed) {
    if (claimed > PAGE_BYTES_MAX) {
      checkRatio(compressed, claimed);
    }
  }

  /** As {@link #checkCompressed}, for a frame of Zstandard that says the same of itself. */
  static void checkFrame(long compressed, long claimed) {
    checkRatio(compressed, claimed, FRAME_RATIO_MAX);
  }

  /** As {@link #checkCompressed}, for codecs that never compress more. */
  static void checkRatio(long compressed, long claimed) {
    checkRatio(compressed, claimed, RATIO_MAX);
  }

  private static void checkRatio(long compressed, long claimed, long max) {
    if (claimed > max * (compressed + 64)) {
      throw new IllegalArgumentException(
          "%s compressed bytes claim to be %s".formatted(compressed, claimed));
    }
  }
}
