package org.tarnlake.table.log;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.RemoveFile;
import org.tarnlake.table.action.Retention;
import org.tarnlake.table.state.TableState;
import org.tarnlake.table.state.TombstoneCursor;

/**
 * Where a commit stands in a table's log: where readers find it, or in a gap that they pass over.
 *
 * <p>A writer may be stopped between its look at the log and its put. Meanwhile others may commit
 * that version and clean it up, so that its name is free again. Readers start at a checkpoint after
 * such a gap, and never see what stands in it.
 */
public enum Standing {
  /** Every reader of this version or a later one sees the commit. */
  READ,

  /** Nobody does: others committed this version before. */
  IN_A_GAP,

  /** The log does not tell any more. */
  UNKNOWN;

  /**
   * Judges a commit by the log as it was listed after the commit was put, and by the newest state.
   *
   * @param commit what the version was to do
   */
  static Standing of(LogListing listing, TableState newest, long version, List<Action> commit) {
    Set<FileKey> added = new HashSet<>();
    for (Action action : commit) {
      if (action instanceof AddFile add) {
        added.add(FileKey.of(add));
      }
    }
    boolean checkpointed = !listing.checkpoints().tailMap(version, true).isEmpty();
    if ((newest.version() == version && !checkpointed) || knows(newest, added)) {
      return READ;
    }
    ObjectInfo own = listing.commits().get(version);
    if (own == null || newest.version() < version) {
      return UNKNOWN;
    }
    boolean wasTaken =
        later(listing, version).anyMatch(each -> each.modifiedMillis() < own.modifiedMillis());
    return wasTaken || (!added.isEmpty() && keepsTombstonesSince(own, listing, version, newest))
        ? IN_A_GAP
        : UNKNOWN;
  }

  /** Whether a state has one of the files, or tells that it was removed. */
  private static boolean knows(TableState state, Set<FileKey> files) {
    Set<FileKey> missing = new HashSet<>(files);
    state.files().forEach(file -> missing.remove(FileKey.of(file)));
    try (TombstoneCursor removed = state.tombstones()) {
      for (RemoveFile each = removed.next(); each != null; each = removed.next()) {
        missing.remove(FileKey.of(each));
      }
    }
    return missing.size() < files.size();
  }

  /** The commits after a version, and the checkpoints that hold it. */
  private static Stream<ObjectInfo> later(LogListing listing, long version) {
    return Stream.concat(
        listing.commits().tailMap(version, false).values().stream(),
        listing.checkpoints().tailMap(version, true).values().stream()
            .flatMap(List::stream)
            .flatMap(each -> each.objects().stream()));
  }

  /** Whether no tombstone of a file that came with the commit can have expired since. */
  private static boolean keepsTombstonesSince(
      ObjectInfo own, LogListing listing, long version, TableState newest) {
    Duration kept = Retention.deletedFiles(newest.metadata()).dividedBy(2);
    return later(listing, version)
        .allMatch(each -> each.modifiedMillis() - own.modifiedMillis() < kept.toMillis());
  }
}
