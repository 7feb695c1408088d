package org.tarnlake.table;

import java.util.Comparator;
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
    return new CheckpointContent(
        state.version(),
        state.protocol(),
        state.metadata(),
        state.transactions().stream().sorted(Comparator.comparing(SetTransaction::appId)).toList(),
        state.domains(),
        state.tombstones().stream().filter(r -> r.deletedMillis() >= expiredBefore).toList(),
        List.of(),
        state.files(),
        state.fileCount(),
        state.sizeBytes());
  }
}
