package org.tarnlake.maintenance;

import java.util.UUID;
import org.tarnlake.lake.TableCommit;

/**
 * What a log entry says of one table commit, and where. Immutable.
 *
 * @param object the entry
 * @param line the line of its tableCommit
 */
record Ratified(
    String object,
    int line,
    long lakeVersion,
    UUID txnId,
    long timestampMillis,
    boolean changesMetadata) {

  static Ratified of(CheckedEntry checked, int line, TableCommit commit) {
    return new Ratified(
        checked.object(),
        line,
        checked.entry().lakeVersion(),
        checked.entry().txnId(),
        checked.entry().timestampMillis(),
        commit.changesMetadata());
  }
}
