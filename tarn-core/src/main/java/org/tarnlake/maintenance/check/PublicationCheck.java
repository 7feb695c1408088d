package org.tarnlake.maintenance.check;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.lake.CommitMark;
import org.tarnlake.maintenance.text.Json;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.state.Checksum;

/** Compares what is published of a table with what was ratified. Immutable. */
final class PublicationCheck {
  private final Report report;
  private final Reads reads;

  PublicationCheck(Report report, Reads reads) {
    this.report = report;
    this.reads = reads;
  }

  /**
   * Compares a published commit, if it is there, with the ratified lines.
   *
   * @param source the object that holds the ratified lines
   */
  void commit(TableReplay table, long version, String source, byte[] ratified) {
    String name = DeltaNames.commit(table.location(), version);
    byte[] published = reads.find(name);
    if (published != null && !Arrays.equals(published, ratified)) {
      report.damage(
          name,
          firstDifference(published, ratified),
          "it differs from what %s ratified; run 'tarn repair'".formatted(source));
    }
  }

  /** Compares the commit with which a table was attached with what the entry says of it. */
  void attached(TableReplay table, CommitMark newest) {
    String name = DeltaNames.commit(table.location(), newest.version());
    byte[] bytes = reads.find(name);
    if (bytes != null
        && newest.isKnown()
        && CommitLines.ofBytes(bytes).crc32c() != newest.crc32c()) {
      report.damage(
          name,
          0,
          "it is not the commit with which the table was attached: its checksum is another; restore it from a backup");
    }
  }

  /**
   * Compares a version checksum, if it is there, with the totals of the replay and with its commit.
   *
   * @param ratified what the log says of the commit; null if its entry is lost
   * @param isCommitSound whether nothing was found wrong with the commit itself
   */
  void checksum(TableReplay table, @Nullable Ratified ratified, boolean isCommitSound) {
    Checksum totals = table.totals();
    String name = DeltaNames.checksum(table.location(), table.version());
    byte[] bytes = totals == null ? null : reads.find(name);
    if (bytes == null || totals == null) {
      return;
    }
    Checksum found = Checksum.read(bytes);
    if (found == null) {
      report.note(name, "it is no version checksum; readers do without it, delete it");
    } else if (!found.equals(totals)) {
      report.damage(
          name,
          1,
          "it says %s bytes in %s files, but the commits add up to %s bytes in %s files%s; delete it"
              .formatted(
                  found.sizeBytes(),
                  found.fileCount(),
                  totals.sizeBytes(),
                  totals.fileCount(),
                  isSameHead(found, totals) ? "" : ", with another protocol or metadata"));
    } else if (ratified != null && hasOtherFields(name, bytes, ratified)) {
      return;
    } else if (!Checksum.isSealed(bytes)) {
      report.damage(
          name, 1, "it was altered: its bytes do not have the checksum at its end; delete it");
    } else if (isCommitSound && !isOfTheCommit(table, ratified, bytes)) {
      report.damage(
          name, 1, "its seal names another commit than the one of its version; delete it");
    }
  }

  /** Whether it is sealed for its commit; of one that is not there nobody knows. */
  private boolean isOfTheCommit(TableReplay table, @Nullable Ratified ratified, byte[] bytes) {
    if (ratified != null) {
      return Checksum.readSealed(bytes, ratified.crc32c()) != null;
    }
    byte[] commit = reads.find(DeltaNames.commit(table.location(), table.version()));
    return commit == null
        || Checksum.readSealed(bytes, CommitLines.ofBytes(commit).crc32c()) != null;
  }

  private boolean hasOtherFields(String name, byte[] bytes, Ratified ratified) {
    int before = report.size();
    Map<?, ?> fields = Json.object(bytes, 0, bytes.length);
    field(name, fields, "txnId", ratified.txnId().toString());
    field(name, fields, "inCommitTimestampOpt", ratified.timestampMillis());
    field(name, fields, "numMetadata", 1L);
    field(name, fields, "numProtocol", 1L);
    return report.size() > before;
  }

  private void field(String name, Map<?, ?> fields, String field, Object expected) {
    Object found = fields.get(field);
    if (found != null && !found.equals(expected)) {
      report.damage(
          name,
          1,
          "it has the %s %s, but its commit has %s; delete it".formatted(field, found, expected));
    }
  }

  private static boolean isSameHead(Checksum one, Checksum other) {
    return one.metadata().equals(other.metadata()) && one.protocol().equals(other.protocol());
  }

  /** The line, from 1, in which two texts begin to differ. */
  private static int firstDifference(byte[] one, byte[] other) {
    int at = Arrays.mismatch(one, other);
    int line = 1;
    for (int i = 0; i < at; i++) {
      line += one[i] == '\n' ? 1 : 0;
    }
    return line;
  }
}
