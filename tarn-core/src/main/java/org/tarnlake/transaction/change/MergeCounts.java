package org.tarnlake.transaction.change;

/** How many rows a merge changed. Immutable. */
public record MergeCounts(long updated, long deleted, long inserted) {
  MergeCounts plus(MergeCounts more) {
    return new MergeCounts(
        updated + more.updated, deleted + more.deleted, inserted + more.inserted);
  }
}
