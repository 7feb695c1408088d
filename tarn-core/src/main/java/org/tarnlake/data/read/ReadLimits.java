package org.tarnlake.data.read;

import java.util.Locale;
import org.tarnlake.error.UnsupportedTableException;

/**
 * How much memory reading takes, most of it as shares of what the process may have. Stateless.
 *
 * <p>Values are read by pages, and a page is in memory as a whole. So a batch ends where a further
 * page would make it too large, and a page, or a row, that is itself too large is refused.
 */
public final class ReadLimits {
  private static final long HEAP_BYTES = Runtime.getRuntime().maxMemory();

  /**
   * What the units of a scan that are read ahead may come to, decoded. The one that the scan is at
   * may take as much again.
   */
  public static final long AHEAD_BYTES = HEAP_BYTES / 4;

  /** A batch takes in a further page only while its pages come to less. */
  static final long BATCH_BYTES = 8 << 20;

  /** So much of a row group is loaded at once; more is loaded piece by piece. */
  static final long LOADED_BYTES = Math.min(96L << 20, HEAP_BYTES / 16);

  /** A page, or the pages that one row is spread over. */
  private static final long PAGE_BYTES_MAX = HEAP_BYTES / 4;

  /** The pages of all columns that a row group is being read from. */
  private static final long PAGES_BYTES_MAX = HEAP_BYTES / 2;

  private ReadLimits() {}

  static void checkPage(String column, long bytes) {
    check("a page of column '%s' takes".formatted(column), bytes, PAGE_BYTES_MAX);
  }

  static void checkExpanded(long bytes) {
    check("a page of texts that share their beginnings takes", bytes, PAGE_BYTES_MAX);
  }

  static void checkRow(String column, long bytes) {
    check("column '%s' of a single row takes".formatted(column), bytes, PAGE_BYTES_MAX);
  }

  static void checkPages(long bytes) {
    check("the pages of all columns at one row take", bytes, PAGES_BYTES_MAX);
  }

  private static void check(String what, long bytes, long max) {
    if (bytes > max) {
      throw new UnsupportedTableException(
          String.format(
              Locale.ROOT,
              "%s %,d bytes, and with a heap of %,d no more than %,d can be held; give Java a"
                  + " larger heap (-Xmx), or read fewer columns",
              what,
              bytes,
              HEAP_BYTES,
              max));
    }
  }
}
