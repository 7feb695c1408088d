package org.tarnlake.lake.publish;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.CommitChain;
import org.tarnlake.lake.Lag;
import org.tarnlake.lake.LakeCheckpoint;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.lake.LogEntryCodec;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.lake.RatifiedEntry;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.schema.TableName;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.scan.ScanPaths;

/**
 * A table that was detached by a process that died before it had published the table's last
 * commits, or before it had noted that in a lake checkpoint: others would publish them again.
 * Immutable.
 *
 * @param lakeVersion of the entry that detached it
 * @param missing the commits that its log lacks, oldest first; none if only the note is missing
 * @param obstacle why they cannot be published now, and what to do; null if they can
 */
public record UnfinishedDetachment(
    String tableId,
    TableName name,
    String location,
    long lakeVersion,
    List<Missing> missing,
    @Nullable String obstacle) {

  /** A commit of the table, and the lake version of the entry that holds it. */
  public record Missing(long version, long lakeVersion) {}

  public UnfinishedDetachment {
    missing = List.copyOf(missing);
  }

  /** What is wrong, for people: the table, what it lacks, and the remedy. */
  public String message() {
    if (missing.isEmpty()) {
      return "table %s was detached at lake version %s and is published, but that is not noted yet, so that the lake would publish it again; before its folder is moved or written to, run 'tarn repair', which notes it"
          .formatted(name, lakeVersion);
    }
    return "table %s was detached at lake version %s, but its %s in the lake's log only, and other engines cannot write to it; %s"
        .formatted(
            name,
            lakeVersion,
            missing.size() == 1
                ? "version %s stands".formatted(missing.get(0).version())
                : "versions %s to %s stand"
                    .formatted(missing.get(0).version(), missing.get(missing.size() - 1).version()),
            obstacle == null ? "run 'tarn repair', which publishes them" : obstacle);
  }

  /**
   * Those of a lake, oldest first. Entries up to the newest lake checkpoint are not looked at: it
   * tells of what was not published then. Reads every entry after it.
   */
  public static List<UnfinishedDetachment> find(ObjectStore store, long newestEntry) {
    LakeCheckpoint.Content start = LogLoader.checkpointAtOrBefore(store, newestEntry);
    Map<String, List<RatifiedEntry>> commits = new LinkedHashMap<>();
    List<UnfinishedDetachment> found = new ArrayList<>();
    List<Long> versions = new ArrayList<>();
    start.lags().forEach(lag -> versions.addAll(lag.lakeVersions()));
    List<String> lagging = start.lags().stream().map(Lag::tableId).toList();
    versions.sort(null);
    List<Long> before = versions.stream().distinct().toList();
    for (long version : before) {
      read(store, version, lagging, commits, found);
    }
    found.removeIf(each -> each.missing.isEmpty());
    for (long version = start.state().version() + 1; version <= newestEntry; version++) {
      read(store, version, null, commits, found);
    }
    return found;
  }

  /** Takes in an entry; of the tables given only, if they are. */
  private static void read(
      ObjectStore store,
      long version,
      @Nullable List<String> only,
      Map<String, List<RatifiedEntry>> commits,
      List<UnfinishedDetachment> found) {
    String object = LakeNames.entry(version);
    LogEntry entry = LogEntryCodec.decode(version, StoreAccess.get(store, object));
    RatifiedEntry ratified =
        new RatifiedEntry(
            store,
            object,
            entry,
            0,
            () -> {
              throw new IllegalStateException("only its commits are asked for");
            });
    for (TableCommit commit : entry.tableCommits()) {
      if (only == null || only.contains(commit.tableId())) {
        commits.computeIfAbsent(commit.tableId(), id -> new ArrayList<>()).add(ratified);
      }
    }
    for (CatalogChange change : entry.changes()) {
      if (change instanceof CatalogChange.AttachTable) {
        // Nobody attaches a table whose folder waits for publication.
        commits.remove(change.tableId());
        found.removeIf(each -> each.tableId.equals(change.tableId()));
      } else if (change instanceof CatalogChange.DropTable) {
        commits.remove(change.tableId());
      } else if (change instanceof CatalogChange.DetachTable detach) {
        List<RatifiedEntry> all = commits.remove(detach.tableId());
        if (all != null) {
          found.add(of(store, detach, version, all));
        }
      }
    }
  }

  /** What is left to do of a detachment. */
  private static UnfinishedDetachment of(
      ObjectStore store,
      CatalogChange.DetachTable detach,
      long lakeVersion,
      List<RatifiedEntry> commits) {
    String id = detach.tableId();
    List<Missing> missing = new ArrayList<>();
    int first = commits.size();
    String obstacle = null;
    if (isOwnersNow(store, detach.location(), id, commits)) {
      first = 0;
    }
    while (first > 0) {
      RatifiedEntry entry = commits.get(first - 1);
      TableCommit commit = commit(entry, id);
      byte[] found =
          StoreAccess.find(store, DeltaNames.commit(detach.location(), commit.version()));
      if (found != null && commit.isSame(CommitLines.ofBytes(found))) {
        break;
      }
      if (found != null) {
        obstacle =
            "another commit stands in the place of %s: another table is in that folder, or other programs wrote to it; put the table's own folder back, then run 'tarn repair', which publishes them"
                .formatted(DeltaNames.commit(detach.location(), commit.version()));
      }
      missing.add(0, new Missing(commit.version(), entry.entry().lakeVersion()));
      first--;
    }
    if (obstacle == null && !missing.isEmpty()) {
      try {
        requireFolder(store, detach.location(), id, commits.subList(first, commits.size()));
      } catch (CorruptionException e) {
        obstacle = String.valueOf(e.getMessage());
      }
    }
    return new UnfinishedDetachment(
        id, detach.name(), detach.location(), lakeVersion, missing, obstacle);
  }

  private static TableCommit commit(RatifiedEntry entry, String tableId) {
    TableCommit commit = entry.entry().tableCommit(tableId);
    if (commit == null) {
      throw new IllegalArgumentException(entry.object() + " has no commit of table " + tableId);
    }
    return commit;
  }

  /**
   * That something of a detached table is in its folder, which its owner may have moved or used for
   * another table: the commit before those that are to be published, or one of their data files.
   *
   * @throws CorruptionException if nothing of it is there
   */
  static void requireFolder(
      ObjectStore store, String location, String tableId, List<RatifiedEntry> commits) {
    String missing = missing(store, location, tableId, commits);
    if (missing != null) {
      throw new CorruptionException(
          "the table's folder is not at %s any more, since %s is missing there or another table's: put the folder back, then run 'tarn repair', which publishes them"
              .formatted(location, missing));
    }
  }

  /**
   * Whether the owner of a detached table has committed to it since, in its folder: then all that
   * the lake ratified was published, and may have been cleaned up.
   */
  static boolean isOwnersNow(
      ObjectStore store, String location, String tableId, List<RatifiedEntry> commits) {
    long newest = commit(commits.get(commits.size() - 1), tableId).version();
    String last = DeltaNames.commit(location, newest);
    return DeltaNames.hasCommit(StoreAccess.list(store, DeltaNames.log(location), last))
        && missing(store, location, tableId, commits) == null;
  }

  /**
   * What should be in the folder of a table and is not; null if something of the table is. All that
   * came before it was detached was published by then: where neither that commit nor a data file is
   * there, the folder was moved.
   */
  private static @Nullable String missing(
      ObjectStore store, String location, String tableId, List<RatifiedEntry> commits) {
    RatifiedEntry first = commits.get(0);
    long before = commit(first, tableId).version() - 1;
    String missing = DeltaNames.commit(location, Math.max(before, 0));
    if (before >= 0
        && CommitChain.names(first.actions(tableId), StoreAccess.find(store, missing))) {
      return null;
    }
    for (RatifiedEntry entry : commits) {
      for (Action action : entry.actions(tableId)) {
        if (action instanceof AddFile add) {
          String file = ScanPaths.object(location, add.path());
          if (file.startsWith("/") || isThere(store, file)) {
            return null;
          }
        }
      }
    }
    return missing;
  }

  private static boolean isThere(ObjectStore store, String file) {
    return !StoreAccess.list(store, file, "").isEmpty();
  }
}
