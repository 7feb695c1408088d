package org.tarnlake.maintenance.check;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.TarnException;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LogEntryCodec;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;

/**
 * Finds that the newest entries of a lake's log are lost, by what they published: the folder of a
 * table that the log does not have, whose newest commit names an entry that is not there, or is
 * another transaction's by now. The log alone cannot tell. It is no proof: folders of an
 * interrupted backup, or of another lake, look the same. Stateless.
 */
final class LostEntries {
  private LostEntries() {}

  /**
   * Looks at the folders of tables that are not in the lake.
   *
   * @param others the folders of tables that are not in the lake
   * @param newestEntry the last version of the log
   */
  static void check(Report report, Reads reads, Set<String> others, long newestEntry) {
    others.forEach(location -> folder(report, reads, location, newestEntry));
  }

  private static void folder(Report report, Reads reads, String location, long newestEntry) {
    try {
      String object = newestCommit(reads, location);
      CommitInfo info = object == null ? null : commitInfo(reads, object);
      String tag = info == null ? null : info.tags().get(CommitInfo.LAKE_VERSION_TAG);
      if (object == null || info == null || tag == null || info.operation().equals("DETACH")) {
        return; // Other writers made it, or the lake gave it back.
      }
      long lakeVersion = Long.parseLong(tag);
      String flaw = flaw(reads, lakeVersion, info.txnId(), newestEntry);
      if (flaw != null) {
        report.note(
            object,
            "it was committed with lake version %s, %s: if the log lost its newest entries, restore _tarn from a backup before anything else is written; if a backup into this lake was interrupted, run it again; if the folder is another lake's, move it away"
                .formatted(lakeVersion, flaw));
      }
    } catch (TarnException | NumberFormatException e) {
      // A folder that is not the lake's may hold anything.
      report.note(
          DeltaNames.log(location), "whose table this is cannot be told: " + e.getMessage());
    }
  }

  private static @Nullable String newestCommit(Reads reads, String location) {
    String newest = null;
    for (ObjectInfo each : StoreAccess.list(reads.store(), DeltaNames.log(location), "")) {
      newest = DeltaNames.hasCommit(List.of(each)) ? each.name() : newest;
    }
    return newest;
  }

  private static @Nullable CommitInfo commitInfo(Reads reads, String object) {
    byte[] bytes = reads.find(object);
    if (bytes != null) {
      for (Action action : CommitLines.ofBytes(bytes).actions(object, 1)) {
        if (action instanceof CommitInfo info) {
          return info;
        }
      }
    }
    return null;
  }

  /** Why an entry is not the one that committed; null if it is, or nobody can tell. */
  private static @Nullable String flaw(
      Reads reads, long lakeVersion, @Nullable String txnId, long newestEntry) {
    byte[] entry = reads.find(LakeNames.entry(lakeVersion));
    if (entry == null) {
      return lakeVersion > newestEntry ? "which the lake's log does not reach" : null;
    }
    try {
      String found = LogEntryCodec.decode(lakeVersion, entry).txnId().toString();
      return found.equals(txnId) ? null : "which is another transaction in the lake's log";
    } catch (TarnException e) {
      return null; // That is told of the entry.
    }
  }
}
