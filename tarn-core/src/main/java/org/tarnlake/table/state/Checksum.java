package org.tarnlake.table.state;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.ActionReader;
import org.tarnlake.table.action.ActionWriter;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.RemoveFile;

/**
 * The totals of a table at one version (PROTOCOL.md, "Version Checksum File"): what planners need
 * without the log. Immutable.
 *
 * @param sizeBytes the bytes of all data files
 * @param fileCount how many there are
 */
public record Checksum(long sizeBytes, long fileCount, Metadata metadata, Protocol protocol) {
  private static final String SEAL = ",\"tarn.crc32c\":\"";
  private static final int SEAL_DIGITS = 17;

  /** What follows the rest of the file: the seal's name, its digits, and the end of the object. */
  private static final int SEAL_LENGTH = SEAL.length() + SEAL_DIGITS + 2;

  /**
   * The totals after one more commit; null if it does not tell them: a file goes whose size it does
   * not say, or comes, and may be one that is there already.
   *
   * @param commit adds rows only by files that are not there, and removes only what is: a file that
   *     gets another deletion vector is removed with the one and added with the other
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
        unknown |= !add.dataChange();
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

  /**
   * The content of the checksum file of a commit, closed by a seal: the checksum of the commit's
   * bytes, and that of the file before the seal. So whoever reads it can tell whether it is whole,
   * and of which history.
   *
   * @param commitCrc the CRC-32C of the commit's bytes
   */
  public byte[] toBytes(CommitInfo commit, long commitCrc) {
    JsonWriter out = new JsonWriter().beginObject();
    out.optional("txnId", commit.txnId());
    out.field("tableSizeBytes", sizeBytes).field("numFiles", fileCount);
    out.field("numMetadata", 1).field("numProtocol", 1);
    out.optional("inCommitTimestampOpt", commit.inCommit() ? commit.timestampMillis() : null);
    ActionWriter.metadata(out, "metadata", metadata);
    out.endObject();
    ActionWriter.protocol(out, "protocol", protocol);
    out.endObject();
    byte[] bytes = out.endObject().toBytes();
    byte[] sealed = Arrays.copyOf(bytes, bytes.length - 1 + SEAL_LENGTH);
    byte[] seal = seal(bytes, bytes.length - 1, commitCrc);
    System.arraycopy(seal, 0, sealed, bytes.length - 1, seal.length);
    return sealed;
  }

  private static byte[] seal(byte[] bytes, int length, long commitCrc) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    String digits = String.format(Locale.ROOT, "%08x:%08x", commitCrc, crc.getValue());
    return (SEAL + digits + "\"}").getBytes(ISO_8859_1);
  }

  /** Whether a checksum file ends with a seal that fits its other bytes, of whatever commit. */
  public static boolean isSealed(byte[] bytes) {
    int body = bytes.length - SEAL_LENGTH;
    if (body <= 0) {
      return false;
    }
    String digits = new String(bytes, body + SEAL.length(), 8, ISO_8859_1);
    try {
      byte[] seal = seal(bytes, body, Long.parseLong(digits, 16));
      return Arrays.equals(bytes, body, bytes.length, seal, 0, SEAL_LENGTH);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /**
   * Reads a checksum file that Tarn wrote of a certain commit.
   *
   * @param commitCrc the CRC-32C of the commit's bytes
   * @return null if it is of another commit, was altered, or was written by others
   */
  public static @Nullable Checksum readSealed(byte[] bytes, long commitCrc) {
    int body = bytes.length - SEAL_LENGTH;
    boolean isSealed =
        body > 0
            && Arrays.equals(
                bytes, body, bytes.length, seal(bytes, body, commitCrc), 0, SEAL_LENGTH);
    return isSealed ? read(bytes) : null;
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
    boolean isWhole = sizeBytes >= 0 && fileCount >= 0 && metadata != null && protocol != null;
    return !isWhole || metadata == null || protocol == null || metadata.flaw() != null
        ? null
        : new Checksum(sizeBytes, fileCount, metadata, protocol);
  }
}
