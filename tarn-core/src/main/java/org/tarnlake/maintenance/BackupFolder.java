package org.tarnlake.maintenance;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.StorageException;
import org.tarnlake.lake.StoreReads;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.table.CheckpointHint;
import org.tarnlake.table.DeltaNames;

/**
 * What a backup takes of one table's folder, as it was listed once: all data files, and of the log
 * what stands for versions up to a given one. Immutable.
 *
 * @param data data files, deletion vectors, staged commits and sidecars: nobody reads them before
 *     something else names them
 * @param commits in the order of versions
 * @param derived checkpoints, version checksums and compacted logs
 */
record BackupFolder(
    String location,
    long version,
    List<ObjectInfo> data,
    List<ObjectInfo> commits,
    List<ObjectInfo> derived) {
  private static final Pattern COMMIT = Pattern.compile("00([0-9]{18})\\.json");
  private static final Pattern DERIVED =
      Pattern.compile(
          "00([0-9]{18})\\.(?:crc|checkpoint\\..*)|[0-9]{20}\\.00([0-9]{18})\\.compacted\\.json");
  private static final Pattern NAMED_BY_OTHERS =
      Pattern.compile("_staged_commits/00([0-9]{18})\\..*\\.json|_sidecars/.*");

  /** Hidden checksums of Hadoop, and drafts of checkpoints. */
  private static final Pattern OF_NO_USE =
      Pattern.compile("(.*/)?\\..*\\.crc|checkpoint-[0-9a-f-]{36}\\.draft\\.parquet|_tarn/.*");

  static BackupFolder list(ObjectStore store, String location, long version) {
    List<ObjectInfo> data = new ArrayList<>();
    List<ObjectInfo> commits = new ArrayList<>();
    List<ObjectInfo> derived = new ArrayList<>();
    String log = DeltaNames.log(location);
    int inFolder = log.length() - "_delta_log/".length();
    for (ObjectInfo each : StoreReads.list(store, location.isEmpty() ? "" : location + "/", "")) {
      if (!each.name().startsWith(log)) {
        if (!OF_NO_USE.matcher(each.name().substring(inFolder)).matches()) {
          data.add(each);
        }
        continue;
      }
      String name = each.name().substring(log.length());
      if (isUpTo(COMMIT, name, version)) {
        commits.add(each);
      } else if (isUpTo(DERIVED, name, version)) {
        derived.add(each);
      } else if (isUpTo(NAMED_BY_OTHERS, name, version)) {
        data.add(each);
      }
    }
    return new BackupFolder(
        location, version, data, withoutGap(store, location, version, commits), derived);
  }

  private static boolean isUpTo(Pattern pattern, String name, long version) {
    Matcher matcher = pattern.matcher(name);
    if (!matcher.matches()) {
      return false;
    }
    for (int group = 1; group <= matcher.groupCount(); group++) {
      String number = matcher.group(group);
      if (number != null) {
        return Long.parseLong(number) <= version;
      }
    }
    return true;
  }

  /**
   * The commits, with those that the listing missed: while publication goes on, it may show a
   * commit and not the one before, which is there.
   */
  private static List<ObjectInfo> withoutGap(
      ObjectStore store, String location, long version, List<ObjectInfo> listed) {
    List<ObjectInfo> commits = new ArrayList<>();
    for (ObjectInfo each : listed) {
      addMissed(store, location, version(each) - 1, commits);
      commits.add(each);
    }
    addMissed(store, location, version, commits);
    return commits;
  }

  /** Adds the commits after the last one, as far as they are there. */
  private static void addMissed(
      ObjectStore store, String location, long last, List<ObjectInfo> commits) {
    while (!commits.isEmpty() && version(commits.get(commits.size() - 1)) < last) {
      String next = DeltaNames.commit(location, version(commits.get(commits.size() - 1)) + 1);
      try {
        commits.add(new ObjectInfo(next, store.size(next), 0));
      } catch (NoSuchFileException e) {
        return;
      } catch (IOException e) {
        throw new StorageException(
            "cannot look for %s in %s: %s; run the backup again"
                .formatted(next, store.location(), e.getMessage()),
            e);
      }
    }
  }

  private static long version(ObjectInfo commit) {
    String name = commit.name();
    return Long.parseLong(name.substring(name.length() - 25, name.length() - 5));
  }

  /** The same folder with its log up to an earlier version only. */
  BackupFolder upTo(long earlier) {
    String log = DeltaNames.log(location);
    return new BackupFolder(
        location,
        earlier,
        data,
        commits.stream()
            .filter(each -> isUpTo(COMMIT, each.name().substring(log.length()), earlier))
            .toList(),
        derived.stream()
            .filter(each -> isUpTo(DERIVED, each.name().substring(log.length()), earlier))
            .toList());
  }

  /** All objects. */
  List<ObjectInfo> all() {
    List<ObjectInfo> all = new ArrayList<>(data);
    all.addAll(commits);
    all.addAll(derived);
    return all;
  }

  /** The newest of what a folder's log in a target says of versions after this one; or null. */
  @Nullable String beyond(Iterable<String> names) {
    String log = DeltaNames.log(location);
    for (String each : names) {
      if (each.startsWith(log)) {
        String name = each.substring(log.length());
        boolean isVersioned = COMMIT.matcher(name).matches() || DERIVED.matcher(name).matches();
        if (isVersioned && !isUpTo(COMMIT, name, version) && !isUpTo(DERIVED, name, version)) {
          return each;
        }
      }
    }
    return null;
  }

  /** The hint of the newest checkpoint, if it names one that is copied; else null. */
  byte @Nullable [] hint(ObjectStore store) {
    byte[] bytes = StoreReads.find(store, DeltaNames.lastCheckpoint(location));
    CheckpointHint hint = bytes == null ? null : CheckpointHint.read(bytes);
    return hint != null && hint.version() <= version ? bytes : null;
  }
}
