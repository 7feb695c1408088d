package org.tarnlake.maintenance.repair;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.error.TarnException;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.RatifiedEntry;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.maintenance.backup.BackupFolder;
import org.tarnlake.maintenance.check.FolderOwner;
import org.tarnlake.maintenance.check.GuardedStore;
import org.tarnlake.maintenance.repair.RatifiedVersions.Version;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.checkpoint.CheckpointHint;
import org.tarnlake.table.checkpoint.CheckpointSeal;
import org.tarnlake.table.scan.DeletionVectors;
import org.tarnlake.table.scan.ScanPaths;
import org.tarnlake.table.state.Checksum;

/**
 * Finds what is wrong in the log of one table, by what the lake's log ratified. Changes nothing.
 * One thread at a time.
 */
final class TableRepair {

  private static final Pattern COMMIT = Pattern.compile("([0-9]{20})\\.json");
  private static final Pattern CHECKSUM = Pattern.compile("([0-9]{20})\\.crc");
  private static final Pattern CHECKPOINT = Pattern.compile("([0-9]{20})\\.checkpoint\\..*");
  private static final Pattern COMPACTED =
      Pattern.compile("[0-9]{20}\\.([0-9]{20})\\.compacted\\.json");

  private final ObjectStore store;
  private final LakeLog log;
  private final RatifiedVersions ratified;
  private final CatalogTable table;
  private final List<RepairStep> steps = new ArrayList<>();
  private final Set<Long> published = new HashSet<>();
  private final Set<Long> checkpoints = new HashSet<>();

  TableRepair(ObjectStore store, LakeLog log, RatifiedVersions ratified) {
    this.store = store;
    this.log = log;
    this.ratified = ratified;
    this.table = ratified.table();
  }

  /** The object of a table's commit. */
  static String commit(CatalogTable table, long version) {
    return DeltaNames.commit(table.location(), version);
  }

  List<RepairStep> plan() {
    String folder = DeltaNames.log(table.location());
    List<ObjectInfo> objects;
    try {
      objects = StoreAccess.list(store, folder, "");
    } catch (TarnException e) {
      leave(folder, GuardedStore.unreadable(store, folder, e));
      return steps;
    }
    String flaw = flaw(objects);
    if (flaw != null) {
      leave(table.location() + "/", flaw);
      return steps;
    }
    for (ObjectInfo object : objects) {
      try {
        look(object, object.name().substring(folder.length()));
      } catch (TarnException e) {
        leave(object.name(), String.valueOf(e.getMessage()));
        published.add(BackupFolder.version(table.location(), object.name()));
      }
    }
    if (ratified.carries()) {
      // Before the commits that name them.
      steps.addAll(new CarriedFilesRepair(store, log, ratified, published).plan());
    }
    for (Map.Entry<Long, Version> each : ratified.versions().entrySet()) {
      if (!published.contains(each.getKey())) {
        publish(each.getKey(), each.getValue());
      }
    }
    hint();
    return steps;
  }

  /** What is wrong with the folder as a whole, which is not mended file by file; or null. */
  private @Nullable String flaw(List<ObjectInfo> objects) {
    for (ObjectInfo object : objects) {
      if (COMMIT
          .matcher(object.name().substring(DeltaNames.log(table.location()).length()))
          .matches()) {
        return FolderOwner.flaw(find(object.name()), table.id(), this::nameOf);
      }
    }
    return objects.isEmpty()
            && hasFiles()
            && StoreAccess.list(store, table.location() + "/", "").isEmpty()
        ? FolderOwner.MISSING
        : null;
  }

  private @Nullable String nameOf(String tableId) {
    CatalogTable other = log.latest().catalog().findById(tableId);
    return other == null ? null : other.name().toString();
  }

  private byte @Nullable [] find(String object) {
    try {
      return StoreAccess.find(store, object);
    } catch (TarnException e) {
      // That it cannot be read is told where it is compared.
      return null;
    }
  }

  /** Whether what the lake ratified of the table names files, which are not written again. */
  private boolean hasFiles() {
    Set<String> carried = new HashSet<>();
    for (Version each : ratified.versions().values()) {
      try {
        if (each.lakeVersion() < 0 || hasFile(each.lakeVersion(), carried)) {
          return true;
        }
      } catch (TarnException e) {
        // What the lines were is not known any more.
        return true;
      }
    }
    return false;
  }

  /**
   * @param carried what entries up to this one carry
   */
  private boolean hasFile(long lakeVersion, Set<String> carried) {
    RatifiedEntry entry = log.entry(lakeVersion);
    TableCommit commit = entry.entry().tableCommit(table.id());
    if (commit != null) {
      commit.files().forEach(file -> carried.add(object(file.path())));
    }
    for (Action action : entry.actions(table.id())) {
      if (action instanceof AddFile add) {
        DeletionVector vector = add.deletionVector();
        String vectors = vector == null ? null : DeletionVectors.object(table.location(), vector);
        if (!carried.contains(object(add.path()))
            || (vectors != null && !carried.contains(vectors))) {
          return true;
        }
      }
    }
    return false;
  }

  private String object(String path) {
    return ScanPaths.object(table.location(), path);
  }

  private void look(ObjectInfo object, String name) {
    Matcher match = COMMIT.matcher(name);
    if (match.matches()) {
      commit(object.name(), version(match));
      return;
    }
    match = CHECKSUM.matcher(name);
    if (match.matches()) {
      checksum(object.name(), version(match));
      return;
    }
    match = CHECKPOINT.matcher(name);
    if (match.matches()) {
      checkpoint(object, version(match));
      return;
    }
    match = COMPACTED.matcher(name);
    if (match.matches() && version(match) > table.attachedVersion()) {
      moveAside(object.name(), "the lake's log does not vouch for it");
    }
  }

  private static long version(Matcher match) {
    // Twenty digits may be more than a long holds; such a version is beyond every table's.
    String digits = match.group(1);
    return digits.charAt(0) == '0' ? Long.parseLong(digits) : Long.MAX_VALUE;
  }

  private void commit(String object, long version) {
    if (version > table.version()) {
      steps.add(
          new RepairStep(RepairStep.Kind.MOVE_ASIDE, object, whyNot(object), table, -1, true));
      return;
    }
    Version expected = ratified.versions().get(version);
    if (expected == null || isSame(object, expected)) {
      published.add(version);
    } else if (expected.lakeVersion() < 0) {
      leave(
          object,
          "it is not the commit with which the table was attached; " + FolderOwner.BEFORE_ATTACH);
      published.add(version);
    } else {
      moveAside(object, "it differs from what the lake's log ratified");
    }
  }

  /** Why the log does not know a commit; its rows leave the table with it. */
  private String whyNot(String object) {
    long lakeVersion = -1;
    try {
      for (Action action : CommitLines.ofBytes(StoreAccess.get(store, object)).actions(object, 1)) {
        String tag =
            action instanceof CommitInfo info ? info.tags().get(CommitInfo.LAKE_VERSION_TAG) : null;
        lakeVersion = tag == null ? lakeVersion : Long.parseLong(tag);
      }
    } catch (TarnException | NumberFormatException e) {
      lakeVersion = -1;
    }
    return lakeVersion > log.latest().version()
        ? "lake version %s ratified it, which the lake's log does not have: the log is older than the table, and what this commit did leaves it; put a newer log back first if there is one"
            .formatted(lakeVersion)
        : "no entry of the lake's log ratified it";
  }

  private boolean isSame(String object, Version expected) {
    return CommitLines.ofBytes(StoreAccess.get(store, object)).crc32c() == expected.crc32c();
  }

  private void publish(long version, Version expected) {
    String object = commit(table, version);
    if (expected.lakeVersion() < 0) {
      leave(object, "it is missing; " + FolderOwner.BEFORE_ATTACH);
      return;
    }
    try {
      StoreAccess.exists(store, object);
    } catch (TarnException e) {
      leave(object, e.getMessage() + "; move it away and run the repair again");
      return;
    }
    try {
      log.entry(expected.lakeVersion()).lines(table.id());
      steps.add(
          new RepairStep(
              RepairStep.Kind.PUBLISH,
              object,
              "the lake's log ratified it",
              table,
              expected.lakeVersion(),
              false));
    } catch (TarnException e) {
      leave(object, "it is missing, and so is what it is written from: " + e.getMessage());
    }
  }

  private void checksum(String object, long version) {
    if (version <= table.attachedVersion()) {
      return;
    }
    Version expected = ratified.versions().get(version);
    byte[] bytes = StoreAccess.find(store, object);
    if (bytes != null
        && (expected == null || Checksum.readSealed(bytes, expected.crc32c()) == null)) {
      moveAside(object, "it is not sealed for the commit that the lake's log ratified");
    }
  }

  private void checkpoint(ObjectInfo object, long version) {
    Version expected = ratified.versions().get(version);
    if (version <= table.attachedVersion()
        || (expected != null && expected.crc32c() == seal(object))) {
      checkpoints.add(version);
    } else {
      moveAside(object.name(), "the lake's log does not vouch for it");
    }
  }

  private long seal(ObjectInfo object) {
    try {
      return CheckpointSeal.of(new DataFiles(store).open(object.name(), object.sizeBytes()));
    } catch (TarnException e) {
      return CheckpointSeal.NONE;
    }
  }

  private void hint() {
    String object = DeltaNames.lastCheckpoint(table.location());
    byte[] bytes = StoreAccess.findOptional(store, object);
    @Nullable CheckpointHint hint = bytes == null ? null : CheckpointHint.read(bytes);
    if (bytes != null && (hint == null || !checkpoints.contains(hint.version()))) {
      moveAside(object, "it names no checkpoint that is there");
    }
  }

  private void moveAside(String object, String why) {
    steps.add(new RepairStep(RepairStep.Kind.MOVE_ASIDE, object, why, table, -1, false));
  }

  private void leave(String object, String why) {
    steps.add(new RepairStep(RepairStep.Kind.LEAVE, object, why, table, -1, false));
  }
}
