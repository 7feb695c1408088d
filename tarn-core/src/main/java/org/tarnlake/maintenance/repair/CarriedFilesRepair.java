package org.tarnlake.maintenance.repair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.TarnException;
import org.tarnlake.lake.CarriedFile;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.maintenance.repair.RatifiedVersions.Version;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CdcFile;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.RemoveFile;
import org.tarnlake.table.scan.DeletionVectors;
import org.tarnlake.table.scan.ScanPaths;

/**
 * Finds files of a table that log entries carry, and that are not in its folder as these have them.
 * Changes nothing. One thread at a time.
 */
final class CarriedFilesRepair {
  private final ObjectStore store;
  private final LakeLog log;
  private final RatifiedVersions ratified;
  private final Set<Long> published;
  private final CatalogTable table;
  private final List<RepairStep> steps = new ArrayList<>();

  /** The versions of the lake and of the table that carry a file, by its object. */
  private final Map<String, Place> places = new HashMap<>();

  /** The vector file of each live file; null if it has none. */
  private final Map<String, @Nullable String> live = new HashMap<>();

  /** Files of changes, which stay as long as the log tells of them. */
  private final Set<String> changes = new HashSet<>();

  private record Place(long lakeVersion, long tableVersion, String path) {}

  /**
   * @param published the versions of the table that are in its folder
   */
  CarriedFilesRepair(
      ObjectStore store, LakeLog log, RatifiedVersions ratified, Set<Long> published) {
    this.store = store;
    this.log = log;
    this.ratified = ratified;
    this.published = published;
    this.table = ratified.table();
  }

  List<RepairStep> plan() {
    try {
      for (Map.Entry<Long, Version> each : ratified.versions().entrySet()) {
        if (each.getValue().lakeVersion() >= 0) {
          replay(each.getKey(), each.getValue().lakeVersion());
        }
      }
    } catch (TarnException e) {
      // Which files are live is not known any more; that it cannot be read is told elsewhere.
      return List.of();
    }
    Set<String> needed = new HashSet<>(live.keySet());
    needed.addAll(live.values());
    needed.addAll(changes);
    for (Map.Entry<String, Place> each : places.entrySet()) {
      if (needed.contains(each.getKey())) {
        look(each.getKey(), each.getValue());
      }
    }
    return steps;
  }

  private void replay(long tableVersion, long lakeVersion) {
    String location = table.location();
    TableCommit commit = commit(lakeVersion);
    for (CarriedFile file : commit == null ? List.<CarriedFile>of() : commit.files()) {
      places.put(
          DeltaNames.dataFile(location, file.path()),
          new Place(lakeVersion, tableVersion, file.path()));
    }
    for (Action action : log.entry(lakeVersion).actions(table.id())) {
      if (action instanceof AddFile add) {
        DeletionVector vector = add.deletionVector();
        live.put(
            ScanPaths.object(location, add.path()),
            vector == null ? null : DeletionVectors.object(location, vector));
      } else if (action instanceof RemoveFile remove) {
        live.remove(ScanPaths.object(location, remove.path()));
      } else if (action instanceof CdcFile file) {
        changes.add(ScanPaths.object(location, file.path()));
      }
    }
  }

  private void look(String object, Place place) {
    byte[] found = StoreAccess.find(store, object);
    byte[] expected = content(place);
    if (found == null) {
      if (published.contains(place.tableVersion())) {
        steps.add(
            step(
                RepairStep.Kind.PUBLISH,
                object,
                "it is missing, and the lake's log has it",
                place));
      }
    } else if (!Arrays.equals(found, expected)) {
      steps.add(
          step(
              RepairStep.Kind.MOVE_ASIDE,
              object,
              "it differs from what the lake's log has",
              place));
      steps.add(step(RepairStep.Kind.PUBLISH, object, "the lake's log has it", place));
    }
  }

  /** What an entry has, from which the place was made. */
  private byte[] content(Place place) {
    TableCommit commit = Objects.requireNonNull(commit(place.lakeVersion()));
    return Objects.requireNonNull(commit.file(place.path())).content();
  }

  private @Nullable TableCommit commit(long lakeVersion) {
    return log.entry(lakeVersion).entry().tableCommit(table.id());
  }

  private RepairStep step(RepairStep.Kind kind, String object, String why, Place place) {
    return new RepairStep(kind, object, why, table, place.lakeVersion(), false);
  }
}
