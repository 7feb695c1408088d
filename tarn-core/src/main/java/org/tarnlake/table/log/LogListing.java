package org.tarnlake.table.log;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.checkpoint.CheckpointObjects;

/**
 * The files of a table's log, or those from some version on, and what can be rebuilt from them.
 * Immutable; nothing here reads the store.
 *
 * @param table names the table in messages
 * @param commits by version
 * @param checksums the versions that have a version checksum
 * @param compactions by their first version, the longest of each
 * @param checkpoints the complete ones, by version; of one version the best to read first
 */
record LogListing(
    String table,
    NavigableMap<Long, ObjectInfo> commits,
    Set<Long> checksums,
    NavigableMap<Long, LogFile> compactions,
    NavigableMap<Long, List<CheckpointObjects>> checkpoints) {

  static LogListing of(String table, String folder, List<ObjectInfo> objects) {
    NavigableMap<Long, ObjectInfo> commits = new TreeMap<>();
    Set<Long> checksums = new HashSet<>();
    NavigableMap<Long, LogFile> compactions = new TreeMap<>();
    NavigableMap<Long, List<CheckpointObjects>> checkpoints = new TreeMap<>();
    Map<List<Long>, List<ObjectInfo>> parts = new TreeMap<>(Comparator.comparing(List::toString));
    for (ObjectInfo object : objects) {
      LogFile file = LogFile.of(folder, object);
      if (file == null) {
        continue;
      }
      switch (file.kind()) {
        case COMMIT -> commits.put(file.version(), object);
        case CHECKSUM -> checksums.add(file.version());
        case COMPACTION ->
            compactions.merge(file.from(), file, (a, b) -> a.version() >= b.version() ? a : b);
        case CHECKPOINT, CHECKPOINT_V2 ->
            add(checkpoints, CheckpointObjects.whole(file.version(), object));
        case CHECKPOINT_PART ->
            parts
                .computeIfAbsent(
                    List.of(file.version(), (long) file.parts()), key -> new ArrayList<>())
                .add(object);
      }
    }
    parts.forEach(
        (key, found) -> {
          // A listing is ordered by name, so the parts are in order; a missing one shows in the
          // count.
          if (found.size() == key.get(1)) {
            add(checkpoints, new CheckpointObjects(key.get(0), found));
          }
        });
    return new LogListing(
        table,
        Collections.unmodifiableNavigableMap(commits),
        Collections.unmodifiableSet(checksums),
        Collections.unmodifiableNavigableMap(compactions),
        Collections.unmodifiableNavigableMap(checkpoints));
  }

  private static void add(
      NavigableMap<Long, List<CheckpointObjects>> checkpoints, CheckpointObjects found) {
    checkpoints.computeIfAbsent(found.version(), version -> new ArrayList<>()).add(found);
  }

  /** The same files, but for those that only repeat what commits tell. */
  LogListing withoutCompactions() {
    return new LogListing(table, commits, checksums, Collections.emptyNavigableMap(), checkpoints);
  }

  boolean isEmpty() {
    return commits.isEmpty() && checkpoints.isEmpty();
  }

  /** The newest version; -1 if there is none. */
  long newestVersion() {
    return Math.max(
        commits.isEmpty() ? -1 : commits.lastKey(),
        checkpoints.isEmpty() ? -1 : checkpoints.lastKey());
  }

  /** The earliest version that can be rebuilt; -1 if there is none. */
  long earliestVersion() {
    if (commits.containsKey(0L)) {
      return 0;
    }
    return checkpoints.isEmpty() ? -1 : checkpoints.firstKey();
  }

  /** The complete checkpoints up to a version, the newest first. */
  List<CheckpointObjects> candidates(long version) {
    List<CheckpointObjects> candidates = new ArrayList<>();
    checkpoints.headMap(version, true).descendingMap().values().forEach(candidates::addAll);
    return candidates;
  }

  /**
   * The commits that lead from one version to another, some of them in compacted files. The last
   * one stands alone, since a compaction does not tell when it was made.
   *
   * @throws CorruptionException if one is missing among others
   * @throws InvalidDataException if those before the first one were cleaned up
   */
  List<LogFile> commits(long after, long to) {
    List<LogFile> found = new ArrayList<>();
    for (long next = after + 1; next <= to; ) {
      LogFile compaction = compactions.get(next);
      if (compaction != null && compaction.version() < to) {
        found.add(compaction);
        next = compaction.version() + 1;
        continue;
      }
      ObjectInfo commit = commits.get(next);
      if (commit == null) {
        throw missing(next, after, to);
      }
      found.add(new LogFile(LogFile.Kind.COMMIT, next, next, 0, commit));
      next++;
    }
    return found;
  }

  private RuntimeException missing(long version, long after, long wanted) {
    long earliest = earliestVersion();
    boolean isCleaned = after < 0 && earliest > wanted && commits.headMap(version, false).isEmpty();
    if (isCleaned) {
      return new InvalidDataException(
          "version %s of %s can no longer be rebuilt, since its log was cleaned up; the earliest is %s"
              .formatted(wanted, table, earliest));
    }
    return new CorruptionException(
        "version %s of %s is missing: there is no %s, though versions must follow one another; restore it"
            .formatted(version, table, DeltaNames.commit("", version)));
  }
}
