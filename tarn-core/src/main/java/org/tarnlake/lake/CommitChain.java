package org.tarnlake.lake;

import java.util.List;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.table.Action;
import org.tarnlake.table.CommitInfo;
import org.tarnlake.table.TableState;

/**
 * Tells whether a table's commits are the ratified ones: each names the one before it by the
 * checksum of its bytes, and the catalog names the newest. Pure.
 *
 * <p>So a reader who has walked from a checkpoint to the version that the catalog names has every
 * commit on the way, and the checkpoint that it began with, vouched for by the lake's log, at no
 * further request. What other writers committed before a table was attached has no such names.
 */
final class CommitChain {
  private CommitChain() {}

  /** Whether a commit names the one that a state ends with; where it has to. */
  static boolean follows(CatalogTable table, TableState state, List<Action> commit) {
    if (table.isStandalone() || state.version() < table.attachedVersion() || state.version() < 0) {
      return true;
    }
    if (state.commitCrc() == CommitMark.UNKNOWN) {
      // The checkpoint of another engine: it counts as far as that engine committed.
      return state.version() == table.attachedVersion();
    }
    return previous(commit) == state.commitCrc();
  }

  /** Whether a state ends with the commit that the catalog names. */
  static boolean ends(CatalogTable table, TableState state) {
    if (table.isStandalone() || !table.newest().isKnown()) {
      return true;
    }
    return state.commitCrc() == CommitMark.UNKNOWN
        ? state.version() <= table.attachedVersion()
        : state.commitCrc() == table.newest().crc32c();
  }

  /** The checksum by which a commit names the one before it; unknown if it names none. */
  static long previous(List<Action> commit) {
    for (Action action : commit) {
      if (action instanceof CommitInfo info) {
        return number(info.tags().get(CommitInfo.PREVIOUS_TAG));
      }
    }
    return CommitMark.UNKNOWN;
  }

  /** The lake version of the entry that ratified a commit; -1 if it does not tell. */
  static long lakeVersion(List<Action> commit) {
    for (Action action : commit) {
      if (action instanceof CommitInfo info) {
        return number(info.tags().get(CommitInfo.LAKE_VERSION_TAG));
      }
    }
    return -1;
  }

  private static long number(@org.jspecify.annotations.Nullable String text) {
    try {
      return text == null ? -1 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  static CorruptionException broken(CatalogTable table, String object) {
    return new CorruptionException(
        "%s of table %s is not what the lake's log ratified: it was altered, or the folder was copied, restored or replaced by itself; run the consistency check, then 'tarn repair'"
            .formatted(object, table.name()));
  }
}
