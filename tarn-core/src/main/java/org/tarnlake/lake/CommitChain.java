package org.tarnlake.lake;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.TarnException;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.state.TableState;

/**
 * Tells whether a table's commits are the ratified ones: each names the one before it by the
 * checksum of its bytes, and the catalog names the newest. Pure.
 *
 * <p>A reader walks from a checkpoint to the version that the catalog names. When it arrives, the
 * lake's log vouches for every commit on the way, and for the checkpoint. That costs no further
 * request. What other writers committed before a table was attached has no such names.
 */
public final class CommitChain {
  private CommitChain() {}

  /** Whether a commit names the one that a state ends with; where it has to. */
  static boolean follows(CatalogTable table, TableState state, List<Action> commit) {
    if (!table.isVouchedFor() || state.version() < table.attachedVersion() || state.version() < 0) {
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
    if (!table.isVouchedFor() || !table.newest().isKnown()) {
      return true;
    }
    return state.commitCrc() == CommitMark.UNKNOWN
        ? state.version() <= table.attachedVersion()
        : state.commitCrc() == table.newest().crc32c();
  }

  /** The checksum by which a commit names the one before it; unknown if it names none. */
  public static long previous(List<Action> commit) {
    for (Action action : commit) {
      if (action instanceof CommitInfo info) {
        return number(info.tags().get(CommitInfo.PREVIOUS_TAG));
      }
    }
    return CommitMark.UNKNOWN;
  }

  /** Whether the commit before is there, and is the one that a commit names, if it names one. */
  public static boolean names(List<Action> commit, byte @Nullable [] before) {
    long named = previous(commit);
    return before != null
        && (named == CommitMark.UNKNOWN || CommitLines.ofBytes(before).crc32c() == named);
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

  private static long number(@Nullable String text) {
    try {
      return text == null ? -1 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /**
   * What is wrong where a commit stands that the log did not ratify. One that names a later lake
   * version than the log has was ratified by a newer log than this one.
   *
   * @param otherwise what is said of any other
   */
  public static CorruptionException notRatified(
      CatalogTable table, String object, byte[] found, LakeState newest, String otherwise) {
    long lakeVersion = -1;
    try {
      lakeVersion = lakeVersion(CommitLines.ofBytes(found).actions(object, 1));
    } catch (TarnException e) {
      return new CorruptionException(otherwise, e);
    }
    if (lakeVersion <= newest.version()) {
      return new CorruptionException(otherwise);
    }
    return new CorruptionException(
        "%s of table %s is of lake version %s, but the lake's log ends at %s: the log is older than the table, since an older log was put back or the lake was copied in use; put the newer log back, or see by 'tarn repair' what the table would lose without it"
            .formatted(object, table.name(), lakeVersion, newest.version()));
  }

  public static CorruptionException broken(CatalogTable table, String object) {
    return new CorruptionException(
        "%s of table %s is not what the lake's log ratified: it was altered, or the folder was copied, restored or replaced by itself; run 'tarn check', then 'tarn repair'"
            .formatted(object, table.name()));
  }
}
