package org.tarnlake.maintenance.backup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.TarnException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.lake.CarriedFile;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.Lag;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.checkpoint.CheckpointSeal;
import org.tarnlake.table.state.Checksum;

/**
 * Copies what the log of a lake vouches for in the folders of its tables, and takes note of what it
 * does not vouch for. Safe for many threads.
 */
final class TableCopy {
  /** Of so many entries the lines are in memory at once. */
  private static final int ENTRIES_PER_ROUND = 64;

  private final ObjectStore lake;
  private final ObjectStore target;
  private final BackupObjects objects;
  private final LakeLog log;

  TableCopy(ObjectStore lake, ObjectStore target, BackupObjects objects, LakeLog log) {
    this.lake = lake;
    this.target = target;
    this.objects = objects;
    this.log = log;
  }

  /**
   * Puts the commits that entries hold, and those only, into the tables' logs, but for tables whose
   * log another table has by then.
   *
   * @param folders what the lake has in the tables' folders
   * @param after the lake version up to which that was done
   * @param through the lake version up to which that is to be done
   * @return what cannot be published, since its lines are gone or were altered
   */
  List<Lag> publish(
      BackupTables known, Map<BackedUpTable, BackupFolder> folders, long after, long through) {
    List<Lag> lags = new ArrayList<>();
    for (long from = after; from < through; from += ENTRIES_PER_ROUND) {
      Map<BackedUpTable, List<LogEntry>> round = new LinkedHashMap<>();
      known
          .commits(from, Math.min(through, from + ENTRIES_PER_ROUND))
          .forEach(
              (version, memberships) -> {
                LogEntry entry = log.read(version);
                for (BackedUpTable membership : memberships) {
                  if (!membership.isReplacedBy(through)) {
                    round.computeIfAbsent(membership, key -> new ArrayList<>()).add(entry);
                  }
                }
              });
      List<Runnable> tasks = new ArrayList<>();
      round.forEach(
          (membership, entries) ->
              tasks.add(() -> publish(membership, folders.get(membership), entries, lags)));
      objects.each(tasks);
    }
    return lags;
  }

  private void publish(
      BackedUpTable membership,
      @Nullable BackupFolder folder,
      List<LogEntry> entries,
      List<Lag> lags) {
    List<Long> missing = new ArrayList<>();
    for (LogEntry entry : entries) {
      TableCommit commit = entry.tableCommit(membership.tableId());
      CommitLines lines = commit == null ? null : lines(entry.lakeVersion(), commit);
      if (commit == null) {
        continue;
      }
      String name = DeltaNames.commit(membership.location(), commit.version());
      if (lines == null) {
        objects.leaveOut(
            name, "the staged commit from which it is written is missing or was altered");
        missing.add(entry.lakeVersion());
        continue;
      }
      boolean isListed = folder != null && folder.hasCommit(name);
      if (isListed && !Arrays.equals(find(name), lines.bytes())) {
        objects.leaveOut(name, "it differs from what the lake's log ratified, which was copied");
      }
      if (!isListed) {
        for (CarriedFile file : commit.files()) {
          objects.put(DeltaNames.dataFile(membership.location(), file.path()), file.content());
        }
      }
      objects.put(name, lines.bytes());
    }
    if (!missing.isEmpty()) {
      synchronized (lags) {
        lags.add(
            new Lag(
                membership.tableId(),
                membership.name(),
                membership.location(),
                membership.since(),
                missing,
                null));
      }
    }
  }

  /** An object of the lake; null if there is none, or something that is no file in its place. */
  private byte @Nullable [] find(String object) {
    try {
      return StoreAccess.find(lake, object);
    } catch (UnsupportedTableException e) {
      return null;
    }
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
    byte[] bytes = find(object);
    CommitLines lines = bytes == null ? null : CommitLines.ofBytes(bytes);
    return lines != null && commit.isSame(lines) ? lines : null;
  }

  /**
   * Copies checkpoints, version checksums and the hint of a table, as far as they are vouched for.
   */
  void derived(BackedUpTable membership, BackupFolder folder) {
    List<ObjectInfo> vouched = new ArrayList<>();
    for (ObjectInfo each : folder.upTo(membership.version()).derived()) {
      if (objects.has(each.name())) {
        continue;
      }
      if (isVouchedFor(membership, each)) {
        vouched.add(each);
      } else {
        objects.leaveOut(each.name(), "the lake's log does not vouch for it");
      }
    }
    objects.inParallel(vouched);
    byte[] hint = folder.hint(lake, objects);
    if (hint != null) {
      objects.hint(DeltaNames.lastCheckpoint(membership.location()), hint);
    }
    unratified(membership, folder);
  }

  private boolean isVouchedFor(BackedUpTable membership, ObjectInfo object) {
    long version = BackupFolder.version(membership.location(), object.name());
    if (version <= membership.attachedVersion()) {
      return true;
    }
    byte[] commit = StoreAccess.find(target, DeltaNames.commit(membership.location(), version));
    if (commit == null) {
      return false;
    }
    long crc = CommitLines.ofBytes(commit).crc32c();
    try {
      if (object.name().endsWith(".crc")) {
        return Checksum.readSealed(StoreAccess.get(lake, object.name()), crc) != null;
      }
      return CheckpointSeal.of(new DataFiles(lake).open(object.name(), object.sizeBytes())) == crc;
    } catch (StorageException e) {
      throw e;
    } catch (TarnException e) {
      return false;
    }
  }

  /** Tells of commits in a folder that no entry ratified, not even since this backup began. */
  private void unratified(BackedUpTable membership, BackupFolder folder) {
    List<ObjectInfo> later = new ArrayList<>(folder.commits());
    later.removeAll(folder.upTo(membership.version()).commits());
    if (later.isEmpty()) {
      return;
    }
    CatalogTable now = log.refresh().catalog().findById(membership.tableId());
    if (membership.hasLeft() || now == null || now.since() != membership.since()) {
      return;
    }
    for (ObjectInfo each : later) {
      if (BackupFolder.version(membership.location(), each.name()) > now.version()) {
        objects.leaveOut(each.name(), "no entry of the lake's log ratified it");
      }
    }
  }
}
