package org.tarnlake.maintenance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.DataFiles;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.TarnException;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.StoreReads;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.table.Action;
import org.tarnlake.table.AddFile;
import org.tarnlake.table.CheckpointSeal;
import org.tarnlake.table.Checksum;
import org.tarnlake.table.CommitLines;
import org.tarnlake.table.DeltaNames;
import org.tarnlake.table.ScanPaths;

/**
 * Copies what the log of a lake vouches for in the folders of its tables, and takes note of what it
 * does not vouch for. Safe for many threads.
 */
final class TableCopy {
  private final ObjectStore lake;
  private final ObjectStore target;
  private final BackupObjects objects;
  private final LakeLog log;

  // Guarded by this.
  private final Report leftOut = new Report();

  TableCopy(ObjectStore lake, ObjectStore target, BackupObjects objects, LakeLog log) {
    this.lake = lake;
    this.target = target;
    this.objects = objects;
    this.log = log;
  }

  /** The data files of a table whose folder is its owner's now, or another table's. */
  List<ObjectInfo> named(BackupStay stay) {
    List<ObjectInfo> named = new ArrayList<>();
    for (long lakeVersion : stay.commits().values()) {
      TableCommit commit = log.read(lakeVersion).tableCommit(stay.tableId());
      CommitLines lines = commit == null ? null : lines(lakeVersion, commit);
      if (lines == null) {
        continue;
      }
      for (Action action : lines.actions(LakeNames.entry(lakeVersion), 1)) {
        if (action instanceof AddFile add) {
          String object = ScanPaths.object(stay.location(), add.path());
          if (!objects.has(object) && size(object) == add.sizeBytes()) {
            named.add(new ObjectInfo(object, add.sizeBytes(), 0));
          }
        }
      }
    }
    return named;
  }

  private long size(String object) {
    try {
      return lake.size(object);
    } catch (IOException e) {
      // The folder is not the lake's any more, and may be anything.
      return -1;
    }
  }

  /**
   * Puts the commits that entries hold, and those only, into a table's log.
   *
   * @param folder what stands in the lake's; null if that is not the table's any more
   * @param before the lake version that the target had
   * @param through the lake version up to which that is done
   */
  void publish(BackupStay stay, @Nullable BackupFolder folder, long before, long through) {
    Map<String, Long> listed = new HashMap<>();
    if (folder != null) {
      folder.commits().forEach(each -> listed.put(each.name(), each.sizeBytes()));
    }
    stay.commits()
        .forEach(
            (version, lakeVersion) -> {
              String name = DeltaNames.commit(stay.location(), version);
              if (lakeVersion > through || (lakeVersion <= before && objects.has(name))) {
                return;
              }
              TableCommit commit = log.read(lakeVersion).tableCommit(stay.tableId());
              CommitLines lines = commit == null ? null : lines(lakeVersion, commit);
              if (lines == null) {
                leaveOut(name, "the staged commit from which it is written was altered");
                return;
              }
              if (listed.containsKey(name)
                  && !Arrays.equals(StoreReads.find(lake, name), lines.bytes())) {
                leaveOut(name, "it differs from what the lake's log ratified, which was copied");
              }
              objects.put(name, lines.bytes());
            });
  }

  /** The lines that an entry ratified; where a staged commit was altered, as they are published. */
  @Nullable CommitLines lines(long lakeVersion, TableCommit commit) {
    CommitLines inline = commit.lines();
    if (inline != null) {
      return inline;
    }
    CommitLines staged = lines(String.valueOf(commit.staged()), commit);
    CatalogTable table =
        staged != null ? null : log.at(lakeVersion).catalog().findById(commit.tableId());
    return table == null
        ? staged
        : lines(DeltaNames.commit(table.location(), commit.version()), commit);
  }

  private @Nullable CommitLines lines(String object, TableCommit commit) {
    byte[] bytes = StoreReads.find(lake, object);
    CommitLines lines = bytes == null ? null : CommitLines.ofBytes(bytes);
    return lines != null && commit.isSame(lines) ? lines : null;
  }

  /**
   * Copies checkpoints, version checksums and the hint of a table, as far as they are vouched for.
   */
  void derived(BackupStay stay, BackupFolder folder) {
    List<ObjectInfo> vouched = new ArrayList<>();
    for (ObjectInfo each : folder.upTo(stay.version()).derived()) {
      if (objects.has(each.name())) {
        continue;
      }
      if (isVouchedFor(stay, each)) {
        vouched.add(each);
      } else {
        leaveOut(each.name(), "the lake's log does not vouch for it");
      }
    }
    objects.inParallel(vouched);
    byte[] hint = folder.hint(lake, objects);
    if (hint != null) {
      objects.hint(DeltaNames.lastCheckpoint(stay.location()), hint);
    }
    unratified(stay, folder);
  }

  private boolean isVouchedFor(BackupStay stay, ObjectInfo object) {
    long version = BackupFolder.version(stay.location(), object.name());
    if (version <= stay.attachedVersion()) {
      return true;
    }
    byte[] commit = StoreReads.find(target, DeltaNames.commit(stay.location(), version));
    if (commit == null) {
      return false;
    }
    long crc = CommitLines.ofBytes(commit).crc32c();
    try {
      if (object.name().endsWith(".crc")) {
        return Checksum.readSealed(StoreReads.get(lake, object.name()), crc) != null;
      }
      return CheckpointSeal.of(new DataFiles(lake).open(object.name(), object.sizeBytes())) == crc;
    } catch (StorageException e) {
      throw e;
    } catch (TarnException e) {
      return false;
    }
  }

  /** Tells of commits in a folder that no entry ratified, not even since this backup began. */
  private void unratified(BackupStay stay, BackupFolder folder) {
    List<ObjectInfo> later = new ArrayList<>(folder.commits());
    later.removeAll(folder.upTo(stay.version()).commits());
    if (later.isEmpty()) {
      return;
    }
    CatalogTable now = log.refresh().catalog().findById(stay.tableId());
    if (stay.hasLeft() || now == null || now.since() != stay.since()) {
      return;
    }
    for (ObjectInfo each : later) {
      if (BackupFolder.version(stay.location(), each.name()) > now.version()) {
        leaveOut(each.name(), "no entry of the lake's log ratified it");
      }
    }
  }

  synchronized void leaveOut(String object, String why) {
    leftOut.note(object, "it was not copied: %s; run 'tarn check'".formatted(why));
  }

  synchronized List<Report.Item> leftOut() {
    return leftOut.items();
  }
}
