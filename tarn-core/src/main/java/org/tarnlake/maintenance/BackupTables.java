package org.tarnlake.maintenance;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.lake.TableCommit;

/**
 * The tables that a backup has to look at: those of the lake version that the target has already,
 * and all that came since, dropped ones too, so that older versions can be read. One thread at a
 * time.
 */
final class BackupTables {
  private final Map<String, Place> byId = new HashMap<>();

  /**
   * A table's folder, and how much of its log belongs to the backup.
   *
   * @param version the last one
   * @param attachedVersion up to which the log is that of other writers, so that no entry of the
   *     lake holds it; -1 if the lake made the table, or the target has this already
   */
  record Place(String location, long version, long attachedVersion) {}

  BackupTables(@Nullable LakeState before) {
    if (before != null) {
      for (CatalogTable table : before.catalog().tables()) {
        byId.put(table.id(), new Place(table.location(), table.version(), -1));
      }
    }
  }

  /** Follows the next entry. */
  void apply(LogEntry entry) {
    for (CatalogChange change : entry.changes()) {
      if (change instanceof CatalogChange.CreateTable create) {
        byId.put(create.tableId(), new Place(create.location(), -1, -1));
      } else if (change instanceof CatalogChange.AttachTable attach) {
        byId.put(
            attach.tableId(),
            new Place(attach.location(), attach.newest().version(), attach.newest().version()));
      }
    }
    for (TableCommit commit : entry.tableCommits()) {
      byId.computeIfPresent(
          commit.tableId(),
          (id, place) -> new Place(place.location, commit.version(), place.attachedVersion));
    }
    for (CatalogChange change : entry.changes()) {
      if (change instanceof CatalogChange.DetachTable detach) {
        // Its folder is its owner's now, who may write to it, move it or delete it.
        byId.remove(detach.tableId());
      }
    }
  }

  Collection<Place> places() {
    return byId.values();
  }
}
