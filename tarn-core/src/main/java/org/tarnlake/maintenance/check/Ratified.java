package org.tarnlake.maintenance.check;

import java.util.UUID;
import org.tarnlake.lake.TableCommit;

/**
 * What a log entry says of one table commit, and where. Immutable.
 *
 * @param object the entry
 * @param line the line of its tableCommit
 * @param crc32c the CRC-32C of the commit's bytes
 */
record Ratified(
    String object,
    int line,
    long lakeVersion,
    UUID txnId,
    long timestampMillis,
    boolean changesMetadata,
    long crc32c) {

  static Ratified of(CheckedEntry checked, int line, TableCommit commit) {
    return new Ratified(
        checked.object(),
        line,
        checked.entry().lakeVersion(),
        checked.entry().txnId(),
        checked.entry().timestampMillis(),
        commit.changesMetadata(),
        commit.crc32c());
  }
}
