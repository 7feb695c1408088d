package org.tarnlake.maintenance.backup;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.TarnException;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.lake.TableLoader;
import org.tarnlake.maintenance.check.Report;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CdcFile;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.scan.DeletionVectors;
import org.tarnlake.table.scan.ScanPaths;

/**
 * What a lake can still read of tables that left it, and whose folder is their owner's now or
 * another table's: the files that their commits name, and the log with which they were attached, as
 * far as they are there. Of anything else in such a folder a backup takes nothing. One thread at a
 * time.
 */
final class LeftTables {
  private final ObjectStore lake;
  private final BackupObjects objects;
  private final LakeLog log;
  private final TableCopy tables;
  private final TableLoader loader;
  private final Map<BackedUpTable, Found> found = new LinkedHashMap<>();

  /** What lies in a folder now, and what of it was the table's. */
  private final class Found {
    final String location;
    final BackupFolder folder;
    final Map<String, ObjectInfo> listed = new HashMap<>();
    final Map<String, ObjectInfo> data = new LinkedHashMap<>();
    BackupFolder early;

    Found(String location) {
      this.location = location;
      this.folder = list(location);
      this.early = folder.upTo(-1);
      folder.data().forEach(each -> listed.put(each.name(), each));
    }

    void add(AddFile add) {
      ObjectInfo file = named(() -> ScanPaths.object(location, add.path()));
      if (file != null && file.sizeBytes() == add.sizeBytes()) {
        data.put(file.name(), file);
      }
      DeletionVector vector = add.deletionVector();
      if (vector != null) {
        ObjectInfo vectors = named(() -> DeletionVectors.object(location, vector));
        if (vectors != null) {
          data.put(vectors.name(), vectors);
        }
      }
    }

    void addAll(List<Action> actions) {
      for (Action action : actions) {
        if (action instanceof AddFile add) {
          add(add);
        } else if (action instanceof CdcFile cdc) {
          add(cdc.asData());
        }
      }
    }

    private @Nullable ObjectInfo named(Name name) {
      try {
        return listed.get(name.find());
      } catch (TarnException e) {
        // No object can have that name.
        return null;
      }
    }

    BackupFolder all() {
      return new BackupFolder(
          location,
          List.copyOf(data.values()),
          List.of(),
          early.commits(),
          early.derived(),
          Map.of());
    }
  }

  private interface Name {
    @Nullable String find();
  }

  LeftTables(ObjectStore lake, BackupObjects objects, LakeLog log, TableCopy tables) {
    this.lake = lake;
    this.objects = objects;
    this.log = log;
    this.tables = tables;
    this.loader = new TableLoader(log);
  }

  /** Finds it, for all tables of a backup that left; their entries are read once. */
  Map<BackedUpTable, BackupFolder> find(BackupTables known) {
    for (BackedUpTable membership : known.memberships()) {
      if (!membership.hasItsFolder()) {
        Found each = new Found(membership.location());
        found.put(membership, each);
        attached(membership, each);
      }
    }
    known
        .commits(0, log.latest().version())
        .forEach(
            (version, memberships) -> {
              if (memberships.stream().anyMatch(found::containsKey)) {
                ratified(log.read(version), memberships);
              }
            });
    Map<BackedUpTable, BackupFolder> folders = new LinkedHashMap<>();
    found.forEach((membership, each) -> folders.put(membership, each.all()));
    return folders;
  }

  private BackupFolder list(String location) {
    try {
      return BackupFolder.list(lake, location);
    } catch (TarnException e) {
      // It is not the lake's any more, and may be anything.
      objects.leaveOut(
          location + "/",
          "the folder of a table that left cannot be read: " + Report.why(e, location + "/"));
      return BackupFolder.empty(location);
    }
  }

  /** The log of other writers, if it is still the one with which the table was attached. */
  private void attached(BackedUpTable membership, Found there) {
    LakeState before = membership.lakeBefore();
    if (before == null || membership.attachedVersion() < 0) {
      return;
    }
    try {
      loader.load(membership.table(), before).files().forEach(there::add);
    } catch (TarnException e) {
      // Nor can the lake read it any more.
      return;
    }
    there.early = there.folder.upTo(membership.attachedVersion());
    String sidecars = DeltaNames.log(membership.location()) + "_sidecars/";
    for (ObjectInfo each : there.folder.data()) {
      if (each.name().startsWith(sidecars)) {
        there.data.put(each.name(), each);
      }
    }
    for (ObjectInfo each : there.early.commits()) {
      try {
        byte[] bytes = StoreAccess.get(lake, each.name());
        there.addAll(CommitLines.ofBytes(bytes).actions(each.name(), 1));
      } catch (TarnException e) {
        // Nor can the lake read such an older version of the table.
      }
    }
  }

  private void ratified(LogEntry entry, List<BackedUpTable> memberships) {
    for (BackedUpTable membership : memberships) {
      Found there = found.get(membership);
      TableCommit commit = there == null ? null : entry.tableCommit(membership.tableId());
      CommitLines lines = commit == null ? null : tables.lines(entry.lakeVersion(), commit);
      if (there != null && lines != null) {
        there.addAll(lines.actions(LakeNames.entry(entry.lakeVersion()), 1));
      }
    }
  }
}
