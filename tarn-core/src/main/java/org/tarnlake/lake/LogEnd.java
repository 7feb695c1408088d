package org.tarnlake.lake;

import java.util.Objects;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Where a lake's log ends: which lake's it is, and its newest entry. The next entry names both, so
 * that a log which was put together from two histories is seen by whoever reads it. Immutable.
 *
 * @param lakeId the lake's id
 * @param entryCrc32c the CRC-32C of the newest entry's bytes; {@link #NO_ENTRY} if there is none
 */
public record LogEnd(UUID lakeId, long entryCrc32c) {
  /** In the place of the checksum of an entry before the first. */
  static final long NO_ENTRY = -1;

  /** Of the log of a Delta table of its own, whose commits name no lake. */
  static final LogEnd STANDALONE = new LogEnd(new UUID(0, 0), NO_ENTRY);

  public LogEnd {
    Objects.requireNonNull(lakeId, "lakeId");
    if (entryCrc32c < NO_ENTRY || entryCrc32c >= 1L << 32) {
      throw new IllegalArgumentException(entryCrc32c + " is no CRC-32C");
    }
  }

  /** The end of a log before its first entry. */
  public static LogEnd beforeFirst(UUID lakeId) {
    return new LogEnd(lakeId, NO_ENTRY);
  }

  /** The end of the log once it has one entry more. */
  public LogEnd after(byte[] entry) {
    CRC32C crc = new CRC32C();
    crc.update(entry, 0, entry.length);
    return new LogEnd(lakeId, crc.getValue());
  }

  /** Why an entry that names another end is not the next one of this log. */
  public String differenceFrom(LogEnd named) {
    if (!named.lakeId.equals(lakeId)) {
      return "it is of lake %s, and this is lake %s".formatted(named.lakeId, lakeId);
    }
    if (named.entryCrc32c == NO_ENTRY) {
      return "it says that it is the first entry, but follows one";
    }
    if (entryCrc32c == NO_ENTRY) {
      return "it names the entry before it by the checksum %s, but there is none"
          .formatted(named.entryCrc32c);
    }
    return "it follows an entry with the checksum %s, and the one before it has %s: the log was put together from two histories"
        .formatted(named.entryCrc32c, entryCrc32c);
  }

  // Written out as in FileKey.
  @Override
  public int hashCode() {
    return 31 * lakeId.hashCode() + Long.hashCode(entryCrc32c);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LogEnd end
        && lakeId.equals(end.lakeId)
        && entryCrc32c == end.entryCrc32c;
  }
}
