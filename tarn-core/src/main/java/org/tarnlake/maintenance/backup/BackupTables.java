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
  private final List<BackupStay> all = new ArrayList<>();
  private final Map<String, BackupStay> present = new HashMap<>();
  private final NavigableMap<String, List<BackupStay>> byFolder = new TreeMap<>();
  private final NavigableMap<Long, List<BackupStay>> byCommit = new TreeMap<>();

  BackupTables(LakeState start) {
    start.catalog().tables().forEach(table -> add(new BackupStay(table, null)));
  }

  private void add(BackupStay stay) {
    String folder = BackupStay.key(stay.location());
    for (int end = folder.indexOf('/');
        end < folder.length() - 1;
        end = folder.indexOf('/', end + 1)) {
      follow(byFolder.get(folder.substring(0, end + 1)), stay);
    }
    for (Map.Entry<String, List<BackupStay>> each : byFolder.tailMap(folder).entrySet()) {
      if (!each.getKey().startsWith(folder)) {
        break;
      }
      follow(each.getValue(), stay);
    }
    byFolder.computeIfAbsent(folder, key -> new ArrayList<>()).add(stay);
    all.add(stay);
    present.put(stay.tableId(), stay);
  }

  private static void follow(@Nullable List<BackupStay> earlier, BackupStay next) {
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
          add(new BackupStay(table, before));
        }
      } else if (change instanceof CatalogChange.DropTable) {
        BackupStay dropped = present.remove(change.tableId());
        if (dropped != null) {
          dropped.drop();
        }
      }
    }
    for (TableCommit commit : entry.tableCommits()) {
      BackupStay stay = present.get(commit.tableId());
      if (stay != null) {
        stay.commit(commit.version());
        byCommit.computeIfAbsent(entry.lakeVersion(), version -> new ArrayList<>()).add(stay);
      }
    }
    for (CatalogChange change : entry.changes()) {
      if (change instanceof CatalogChange.DetachTable) {
        BackupStay detached = present.remove(change.tableId());
        if (detached != null) {
          detached.detach();
        }
      }
    }
  }

  /** In the order in which they arrived. */
  List<BackupStay> stays() {
    return all;
  }

  /** The tables to which the entries after one lake version commit, up to another, by entry. */
  NavigableMap<Long, List<BackupStay>> commits(long after, long through) {
    return byCommit.subMap(after, false, through, true);
  }
}
