package org.tarnlake.maintenance.backup;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tarnlake.maintenance.check.InnerFolders;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.checkpoint.CheckpointHint;

/**
 * What a backup may take of one table's folder, as it was listed once. Immutable.
 *
 * @param data data files, deletion vectors and sidecars: nobody reads them before something else
 *     names them
 * @param staged staged commits
 * @param commits in the order of versions
 * @param derived checkpoints, version checksums and compacted logs
 * @param strangers what is no part of the table and is not copied: why, by the object or folder
 */
public record BackupFolder(
    String location,
    List<ObjectInfo> data,
    List<ObjectInfo> staged,
    List<ObjectInfo> commits,
    List<ObjectInfo> derived,
    Map<String, String> strangers) {
  private static final Pattern COMMIT = Pattern.compile("00([0-9]{18})\\.json");
  private static final Pattern DERIVED =
      Pattern.compile(
          "00([0-9]{18})\\.(?:crc|checkpoint\\..*)|[0-9]{20}\\.00([0-9]{18})\\.compacted\\.json");
  private static final Pattern STAGED =
      Pattern.compile("_staged_commits/00([0-9]{18})\\..*\\.json");

  /** Hidden checksums of Hadoop, and drafts of checkpoints. */
  private static final Pattern OF_NO_USE =
      Pattern.compile("(.*/)?\\..*\\.crc|checkpoint-[0-9a-f-]{36}\\.draft\\.parquet|_tarn/.*");

  static BackupFolder empty(String location) {
    return new BackupFolder(location, List.of(), List.of(), List.of(), List.of(), Map.of());
  }

  static BackupFolder list(ObjectStore store, String location) {
    List<ObjectInfo> data = new ArrayList<>();
    List<ObjectInfo> staged = new ArrayList<>();
    List<ObjectInfo> commits = new ArrayList<>();
    List<ObjectInfo> derived = new ArrayList<>();
    String log = DeltaNames.log(location);
    int inFolder = log.length() - "_delta_log/".length();
    List<ObjectInfo> all = StoreAccess.list(store, location.isEmpty() ? "" : location + "/", "");
    InnerFolders inner = InnerFolders.among(all, location);
    Map<String, String> strangers = inner.logs();
    for (ObjectInfo each : all) {
      String name = each.name().substring(inFolder);
      if (!each.name().startsWith(log)) {
        if (log.equals(each.name() + "/")) {
          strangers.put(each.name(), "it stands where the table's log has to be");
        } else if (!inner.isOfALog(each.name()) && !OF_NO_USE.matcher(name).matches()) {
          data.add(each);
        }
        continue;
      }
      name = each.name().substring(log.length());
      if (COMMIT.matcher(name).matches()) {
        commits.add(each);
      } else if (DERIVED.matcher(name).matches()) {
        derived.add(each);
      } else if (STAGED.matcher(name).matches()) {
        staged.add(each);
      } else if (name.startsWith("_sidecars/")) {
        data.add(each);
      }
    }
    return new BackupFolder(location, data, staged, commits, derived, strangers);
  }

  /** The version that an object of a log stands for; -1 if for none. */
  public static long version(String location, String object) {
    String log = DeltaNames.log(location);
    if (!object.startsWith(log)) {
      return -1;
    }
    String name = object.substring(log.length());
    for (Pattern pattern : List.of(COMMIT, DERIVED, STAGED)) {
      Matcher matcher = pattern.matcher(name);
      if (matcher.matches()) {
        String first = matcher.group(1);
        return Long.parseLong(first == null ? matcher.group(2) : first);
      }
    }
    return -1;
  }

  /** The same folder with its log up to a version only. */
  BackupFolder upTo(long version) {
    return new BackupFolder(
        location,
        data,
        upTo(staged, version),
        upTo(commits, version),
        upTo(derived, version),
        strangers);
  }

  private List<ObjectInfo> upTo(List<ObjectInfo> objects, long version) {
    return objects.stream().filter(each -> version(location, each.name()) <= version).toList();
  }

  /**
   * The same folder with the commits up to a version that the listing missed: while others commit,
   * it may show a commit and not the one before, which is there.
   */
  BackupFolder withoutGap(ObjectStore store, long version) {
    List<ObjectInfo> whole = new ArrayList<>();
    for (ObjectInfo each : commits) {
      addMissed(store, version(location, each.name()) - 1, whole);
      whole.add(each);
    }
    addMissed(store, version, whole);
    return new BackupFolder(location, data, staged, whole, derived, strangers);
  }

  /** Adds the commits after the last one, as far as they are there. */
  private void addMissed(ObjectStore store, long last, List<ObjectInfo> whole) {
    while (!whole.isEmpty() && version(location, whole.get(whole.size() - 1).name()) < last) {
      long version = version(location, whole.get(whole.size() - 1).name()) + 1;
      String next = DeltaNames.commit(location, version);
      long sizeBytes = StoreAccess.findSize(store, next);
      if (sizeBytes < 0) {
        return;
      }
      whole.add(new ObjectInfo(next, sizeBytes, 0));
    }
  }

  /** All objects. */
  List<ObjectInfo> all() {
    List<ObjectInfo> all = new ArrayList<>(data);
    all.addAll(staged);
    all.addAll(commits);
    all.addAll(derived);
    return all;
  }

  /** Whether it was listed with a commit of that name. */
  boolean hasCommit(String name) {
    return Collections.binarySearch(
            commits, new ObjectInfo(name, 0, 0), Comparator.comparing(ObjectInfo::name))
        >= 0;
  }

  /**
   * One of the objects in a target that a table's log has of versions after a given one; or null.
   */
  static @Nullable String firstAfter(String location, long version, BackupObjects target) {
    String staged = DeltaNames.log(location) + "_staged_commits/";
    for (String each : target.inFolder(DeltaNames.log(location))) {
      if (version(location, each) > version && !each.startsWith(staged)) {
        return each;
      }
    }
    return null;
  }

  /** The hint of the newest checkpoint, if it names one that the target has; else null. */
  byte @Nullable [] hint(ObjectStore store, BackupObjects target) {
    byte[] bytes = StoreAccess.findOptional(store, DeltaNames.lastCheckpoint(location));
    CheckpointHint hint = bytes == null ? null : CheckpointHint.read(bytes);
    boolean isCopied =
        hint != null
            && derived.stream()
                .map(ObjectInfo::name)
                .filter(name -> name.contains(".checkpoint.") && target.has(name))
                .anyMatch(name -> version(location, name) == hint.version());
    return isCopied ? bytes : null;
  }
}
