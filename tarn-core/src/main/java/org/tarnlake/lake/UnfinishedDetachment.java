package org.tarnlake.lake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.schema.TableName;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.table.Action;
import org.tarnlake.table.AddFile;
import org.tarnlake.table.CommitLines;
import org.tarnlake.table.DeltaNames;
import org.tarnlake.table.ScanPaths;

/**
 * A table that was detached, whose own log lacks commits that the lake's log ratified: the process
 * that detached it died before it had published them. Immutable.
 *
 * @param lakeVersion of the entry that detached it
 * @param missing the commits that its log lacks, oldest first; at least one
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
    return "table %s was detached at lake version %s, but its versions %s to %s stand in the lake's log only, and other engines cannot write to it; %s"
        .formatted(
            name,
            lakeVersion,
            missing.get(0).version(),
            missing.get(missing.size() - 1).version(),
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
    LogEntry entry = LogEntryCodec.decode(version, StoreReads.get(store, object));
    RatifiedEntry ratified =
        new RatifiedEntry(
            store,
            object,
            entry,
            false,
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
        UnfinishedDetachment unfinished = all == null ? null : of(store, detach, version, all);
        if (unfinished != null) {
          found.add(unfinished);
        }
      }
    }
  }

  /** What is left to do of a detachment; null if nothing is. */
  private static @Nullable UnfinishedDetachment of(
      ObjectStore store,
      CatalogChange.DetachTable detach,
      long lakeVersion,
      List<RatifiedEntry> commits) {
    String id = detach.tableId();
    List<Missing> missing = new ArrayList<>();
    int first = commits.size();
    String obstacle = null;
    while (first > 0) {
      RatifiedEntry entry = commits.get(first - 1);
      TableCommit commit = commit(entry, id);
      byte[] found = StoreReads.find(store, DeltaNames.commit(detach.location(), commit.version()));
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
    if (missing.isEmpty()) {
      return null;
    }
    if (obstacle == null) {
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
   * another table: the commit before those that are to be published, or where none is before them,
   * one of their data files.
   *
   * @throws CorruptionException if nothing of it is there
   */
  static void requireFolder(
      ObjectStore store, String location, String tableId, List<RatifiedEntry> commits) {
    RatifiedEntry first = commits.get(0);
    long before = commit(first, tableId).version() - 1;
    if (before >= 0) {
      byte[] found = StoreReads.find(store, DeltaNames.commit(location, before));
      if (!CommitChain.names(first.actions(tableId), found)) {
        throw folderIsGone(location, DeltaNames.commit(location, before));
      }
      return;
    }
    String missing = null;
    for (RatifiedEntry entry : commits) {
      for (Action action : entry.actions(tableId)) {
        if (action instanceof AddFile add) {
          String file = ScanPaths.object(location, add.path());
          if (file.startsWith("/") || isThere(store, file)) {
            return;
          }
          missing = missing == null ? file : missing;
        }
      }
    }
    if (missing != null) {
      throw folderIsGone(location, missing);
    }
  }

  private static boolean isThere(ObjectStore store, String file) {
    return !StoreReads.list(store, file, "").isEmpty();
  }

  private static CorruptionException folderIsGone(String location, String object) {
    return new CorruptionException(
        "the table's folder is not at %s any more, since %s is missing there or another table's: put the folder back, then run 'tarn repair', which publishes them"
            .formatted(location, object));
  }
}
