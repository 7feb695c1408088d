package org.tarnlake.lake;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.table.action.CommitLines;

/**
 * The new version of one table, as ratified by a log entry. Immutable.
 *
 * @param tableId the table
 * @param version its new Delta version
 * @param lines what is published, byte for byte; null where they stand in a staged commit
 * @param staged the object of the staged commit, or null
 * @param lineCount how many lines there are
 * @param crc32c the CRC-32C of the bytes of the lines, by which whoever finds them elsewhere knows
 *     them again
 * @param changesMetadata whether the lines hold the table's metadata or protocol
 * @param files small files that the lines name, and that publication writes first
 */
public record TableCommit(
    String tableId,
    long version,
    @Nullable CommitLines lines,
    @Nullable String staged,
    int lineCount,
    long crc32c,
    boolean changesMetadata,
    List<CarriedFile> files) {

  public TableCommit {
    Objects.requireNonNull(tableId, "tableId");
    files = List.copyOf(files);
    if ((lines == null) == (staged == null)) {
      throw new IllegalArgumentException("a table commit has either lines or a staged commit");
    }
  }

  /** A commit whose lines stand in the entry itself. */
  public static TableCommit inline(
      String tableId, long version, CommitLines lines, boolean changesMetadata) {
    return new TableCommit(
        tableId, version, lines, null, lines.count(), lines.crc32c(), changesMetadata, List.of());
  }

  /** A commit whose lines stand in an object of their own. */
  public static TableCommit staged(
      String tableId, long version, String object, CommitLines lines, boolean changesMetadata) {
    return new TableCommit(
        tableId, version, null, object, lines.count(), lines.crc32c(), changesMetadata, List.of());
  }

  /** The same with files that travel in its entry. */
  public TableCommit with(List<CarriedFile> carried) {
    return new TableCommit(
        tableId, version, lines, staged, lineCount, crc32c, changesMetadata, carried);
  }

  /** The file that travels in its entry; null if none of that path does. */
  public @Nullable CarriedFile file(String path) {
    for (CarriedFile file : files) {
      if (file.path().equals(path)) {
        return file;
      }
    }
    return null;
  }

  /** How much its entry carries. */
  public long carriedBytes() {
    return files.stream().mapToLong(file -> file.content().length).sum();
  }

  /** Whether some lines are those of the commit. */
  public boolean isSame(CommitLines found) {
    return found.count() == lineCount && found.crc32c() == crc32c;
  }
}
