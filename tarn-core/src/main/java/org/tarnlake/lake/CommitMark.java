package org.tarnlake.lake;

/**
 * A commit of a table as the lake's log knows it. Immutable.
 *
 * @param version the table's own version
 * @param crc32c the CRC-32C of the commit's bytes; {@link #UNKNOWN} if they were not at hand
 */
public record CommitMark(long version, long crc32c) {
  /** In the place of a checksum that nobody told. */
  public static final long UNKNOWN = -1;

  /** Before the first commit. */
  static final CommitMark NONE = new CommitMark(-1, UNKNOWN);

  /** Whether the checksum of the commit's bytes is known. */
  public boolean isKnown() {
    return crc32c != UNKNOWN;
  }
}
