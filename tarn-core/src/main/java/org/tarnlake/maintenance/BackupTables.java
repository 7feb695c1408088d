package org.tarnlake.maintenance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  BackupTables(@Nullable LakeState start) {
    if (start != null) {
      for (CatalogTable table : start.catalog().tables()) {
        add(
            new BackupStay(
                table.id(),
                table.location(),
                table.since(),
                table.version(),
                table.attachedVersion(),
                null));
      }
    }
  }

  private void add(BackupStay stay) {
    all.forEach(earlier -> earlier.follow(stay));
    all.add(stay);
    present.put(stay.tableId(), stay);
  }

  /** Follows the next entry, which comes after a state. */
  void apply(LakeState before, LogEntry entry) {
    for (CatalogChange change : entry.changes()) {
      if (change instanceof CatalogChange.CreateTable create) {
        add(
            new BackupStay(
                create.tableId(), create.location(), entry.lakeVersion(), -1, -1, before));
      } else if (change instanceof CatalogChange.AttachTable attach) {
        long version = attach.newest().version();
        add(
            new BackupStay(
                attach.tableId(),
                attach.location(),
                entry.lakeVersion(),
                version,
                version,
                before));
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
        stay.commit(commit.version(), entry.lakeVersion());
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
}
