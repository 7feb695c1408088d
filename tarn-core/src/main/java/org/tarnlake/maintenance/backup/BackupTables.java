package org.tarnlake.maintenance.backup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.lake.TableCommit;

/**
 * The tables that a backup has to look at: those of the lake version up to which the target has
 * everything, and all that came since, those that left included, so that older versions can be
 * read. One thread at a time.
 */
final class BackupTables {
  private final List<BackedUpTable> all = new ArrayList<>();
  private final Map<String, BackedUpTable> present = new HashMap<>();
  private final NavigableMap<String, List<BackedUpTable>> byFolder = new TreeMap<>();
  private final NavigableMap<Long, List<BackedUpTable>> byCommit = new TreeMap<>();

  BackupTables(LakeState start) {
    start.catalog().tables().forEach(table -> add(new BackedUpTable(table, null)));
  }

  private void add(BackedUpTable membership) {
    String folder = BackedUpTable.key(membership.location());
    for (int end = folder.indexOf('/');
        end < folder.length() - 1;
        end = folder.indexOf('/', end + 1)) {
      follow(byFolder.get(folder.substring(0, end + 1)), membership);
    }
    for (Map.Entry<String, List<BackedUpTable>> each : byFolder.tailMap(folder).entrySet()) {
      if (!each.getKey().startsWith(folder)) {
        break;
      }
      follow(each.getValue(), membership);
    }
    byFolder.computeIfAbsent(folder, key -> new ArrayList<>()).add(membership);
    all.add(membership);
    present.put(membership.tableId(), membership);
  }

  private static void follow(@Nullable List<BackedUpTable> earlier, BackedUpTable next) {
    if (earlier != null) {
      earlier.forEach(each -> each.follow(next));
    }
  }

  /** Follows the next entry, which leads from one state to the next. */
  void apply(LakeState before, LogEntry entry, LakeState after) {
    for (CatalogChange change : entry.changes()) {
      if (change instanceof CatalogChange.CreateTable
          || change instanceof CatalogChange.AttachTable) {
        CatalogTable table = after.catalog().findById(change.tableId());
        if (table != null) {
          add(new BackedUpTable(table, before));
        }
      } else if (change instanceof CatalogChange.DropTable) {
        BackedUpTable dropped = present.remove(change.tableId());
        if (dropped != null) {
          dropped.drop();
        }
      }
    }
    for (TableCommit commit : entry.tableCommits()) {
      BackedUpTable membership = present.get(commit.tableId());
      if (membership != null) {
        membership.commit(commit.version());
        byCommit.computeIfAbsent(entry.lakeVersion(), version -> new ArrayList<>()).add(membership);
      }
    }
    for (CatalogChange change : entry.changes()) {
      if (change instanceof CatalogChange.DetachTable) {
        BackedUpTable detached = present.remove(change.tableId());
        if (detached != null) {
          detached.detach();
        }
      }
    }
  }

  /** In the order in which they arrived. */
  List<BackedUpTable> memberships() {
    return all;
  }

  /** The tables to which the entries after one lake version commit, up to another, by entry. */
  NavigableMap<Long, List<BackedUpTable>> commits(long after, long through) {
    return byCommit.subMap(after, false, through, true);
  }
}
