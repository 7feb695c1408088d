package org.tarnlake.data.read;

/** What the pages take from which a row group is being read. One thread at a time. */
final class PageMemory {
  private long held;
  private long decoded;

  /**
   * Counts a page before memory is taken for it.
   *
   * @param column whose page it is
   * @param bytes its size, decoded
   * @param replaced that of the page which it takes the place of
   * @throws org.tarnlake.error.UnsupportedTableException if there is not enough memory
   */
  void take(String column, long bytes, long replaced) {
    ReadLimits.checkPage(column, bytes);
    ReadLimits.checkPages(held + bytes - replaced);
    held += bytes - replaced;
    decoded += bytes;
  }

  /** The bytes of all pages so far. */
  long decodedBytes() {
    return decoded;
  }
}
