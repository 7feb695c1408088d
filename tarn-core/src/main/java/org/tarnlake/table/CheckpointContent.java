package org.tarnlake.table;

import java.util.ArrayList;
import java.util.List;

/**
 * What a checkpoint of a table holds: its actions reconciled, tombstones of which readers of older
 * versions may still need the files included. Immutable.
 *
 * @param removes those that have not expired
 * @param early the adds that are read from an earlier checkpoint, in its order; as often as asked
 * @param others the adds that are in memory, in the order in which they came
 * @param fileCount how many adds there are, by the state's own count
 * @param sizeBytes of all adds, by the state's own count
 */
record CheckpointContent(
    long version,
    Protocol protocol,
    Metadata metadata,
    List<SetTransaction> transactions,
    List<DomainMetadata> domains,
    List<RemoveFile> removes,
    Iterable<AddFile> early,
    List<AddFile> others,
    long fileCount,
    long sizeBytes) {

  static CheckpointContent of(TableState state, long nowMillis) {
    long expiredBefore = nowMillis - Retention.deletedFiles(state.metadata()).toMillis();
    List<RemoveFile> removes = new ArrayList<>();
    try (TombstoneCursor tombstones = state.tombstones()) {
      for (RemoveFile each = tombstones.next(); each != null; each = tombstones.next()) {
        if (each.deletedMillis() >= expiredBefore) {
          removes.add(each);
        }
      }
    }
    return new CheckpointContent(
        state.version(),
        state.protocol(),
        state.metadata(),
        state.transactions(),
        state.domains(),
        removes,
        state.files()::inCheckpoint,
        state.files().inMemory(),
        state.fileCount(),
        state.sizeBytes());
  }
}
