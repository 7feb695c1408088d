package org.tarnlake.table;

import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.json.JsonWriter;

/**
 * The totals of a table at one version (PROTOCOL.md, "Version Checksum File"): what planners need
 * without the log. Immutable.
 *
 * @param sizeBytes the bytes of all data files
 * @param fileCount how many there are
 */
public record Checksum(long sizeBytes, long fileCount, Metadata metadata, Protocol protocol) {

  /**
   * The totals after one more commit; null if a file goes whose size the commit does not tell.
   *
   * @param commit adds only what is not there and removes only what is: a file that gets another
   *     deletion vector is removed with the one and added with the other
   */
  public static @Nullable Checksum next(@Nullable Checksum before, Iterable<Action> commit) {
    long bytes = before == null ? 0 : before.sizeBytes;
    long count = before == null ? 0 : before.fileCount;
    boolean unknown = false;
    Metadata metadata = before == null ? null : before.metadata;
    Protocol protocol = before == null ? null : before.protocol;
    for (Action action : commit) {
      if (action instanceof AddFile add) {
        bytes += add.sizeBytes();
        count++;
      } else if (action instanceof RemoveFile remove) {
        bytes -= remove.sizeBytes();
        count--;
        unknown |= remove.sizeBytes() < 0;
      } else if (action instanceof Metadata each) {
        metadata = each;
      } else if (action instanceof Protocol each) {
        protocol = each;
      }
    }
    // Less than nothing cannot remain: then a commit before told a wrong size.
    return unknown || bytes < 0 || count < 0 || metadata == null || protocol == null
        ? null
        : new Checksum(bytes, count, metadata, protocol);
  }

  /** The totals of a whole state. */
  public static Checksum of(TableState state) {
    return new Checksum(state.sizeBytes(), state.fileCount(), state.metadata(), state.protocol());
  }

  /** The content of the checksum file of a commit. */
  public byte[] toBytes(CommitInfo commit) {
    JsonWriter out = new JsonWriter().beginObject();
    out.optional("txnId", commit.txnId());
    out.field("tableSizeBytes", sizeBytes).field("numFiles", fileCount);
    out.field("numMetadata", 1).field("numProtocol", 1);
    out.optional("inCommitTimestampOpt", commit.inCommit() ? commit.timestampMillis() : null);
    ActionWriter.metadata(out, "metadata", metadata);
    out.endObject();
    ActionWriter.protocol(out, "protocol", protocol);
    out.endObject();
    return out.endObject().toBytes();
  }

  /**
   * Reads a checksum file; null if it is garbage or beyond this version, which the protocol tells
   * readers to tolerate.
   */
  public static @Nullable Checksum read(byte[] bytes) {
    long sizeBytes = -1;
    long fileCount = -1;
    Metadata metadata = null;
    Protocol protocol = null;
    try {
      JsonReader in = JsonReader.of(bytes);
      in.requireObject();
      for (String name = in.nextField(); name != null; name = in.nextField()) {
        switch (name) {
          case "tableSizeBytes" -> sizeBytes = in.longValue();
          case "numFiles" -> fileCount = in.longValue();
          case "metadata" -> metadata = in.beginObject() ? ActionReader.metadata(in) : null;
          case "protocol" -> protocol = in.beginObject() ? ActionReader.protocol(in) : null;
          default -> in.skip();
        }
      }
      in.requireEnd();
    } catch (JsonFormatException
        | InvalidDataException
        | UnsupportedTableException
        | IllegalArgumentException
        | ArithmeticException e) {
      return null;
    }
    return sizeBytes < 0 || fileCount < 0 || metadata == null || protocol == null
        ? null
        : new Checksum(sizeBytes, fileCount, metadata, protocol);
  }
}
