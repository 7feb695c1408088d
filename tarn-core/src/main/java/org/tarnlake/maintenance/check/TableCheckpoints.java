package org.tarnlake.maintenance.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.DeltaNames;

/**
 * The checkpoints in a table's log and the commits beside them, as they were listed once: what can
 * be rebuilt without one of them. One thread at a time.
 */
final class TableCheckpoints {
  private static final Pattern COMMIT = Pattern.compile("00([0-9]{18})\\.json");
  private static final Pattern CLASSIC =
      Pattern.compile("00([0-9]{18})\\.checkpoint\\.(?:[0-9]{10}\\.([0-9]{10})\\.)?parquet");
  private static final Pattern SECOND =
      Pattern.compile("00([0-9]{18})\\.checkpoint\\.[^.]+\\.(?:json|parquet)");

  private final TreeSet<Long> commits = new TreeSet<>();
  private final NavigableMap<Long, List<ObjectInfo>> objects = new TreeMap<>();
  private final Set<Long> damaged = new HashSet<>();

  private TableCheckpoints() {}

  static TableCheckpoints list(ObjectStore store, String location) {
    String folder = DeltaNames.log(location);
    TableCheckpoints found = new TableCheckpoints();
    for (ObjectInfo object : StoreAccess.list(store, folder + "0", "")) {
      found.add(object);
    }
    return found;
  }

  private void add(ObjectInfo object) {
    String file = file(object);
    for (Pattern pattern : List.of(COMMIT, CLASSIC, SECOND)) {
      Matcher matcher = pattern.matcher(file);
      if (matcher.matches()) {
        Long version = Long.valueOf(matcher.group(1));
        if (pattern == COMMIT) {
          commits.add(version);
        } else {
          objects.computeIfAbsent(version, v -> new ArrayList<>()).add(object);
        }
        return;
      }
    }
  }

  private static String file(ObjectInfo object) {
    return object.name().substring(object.name().lastIndexOf('/') + 1);
  }

  boolean isEmpty() {
    return objects.isEmpty();
  }

  long newestVersion() {
    return objects.lastKey();
  }

  /** The objects of the checkpoint of a version; null if it has none. */
  @Nullable List<ObjectInfo> of(long version) {
    return objects.get(version);
  }

  /** The objects of the checkpoints after a version. */
  NavigableMap<Long, List<ObjectInfo>> after(long version) {
    return objects.tailMap(version, false);
  }

  /** How many objects a checkpoint should have; -1 if it is not of the classic format. */
  static int partCount(List<ObjectInfo> parts) {
    Matcher classic = CLASSIC.matcher(file(parts.get(0)));
    if (!classic.matches()) {
      return -1;
    }
    return classic.group(2) == null ? 1 : Integer.parseInt(classic.group(2));
  }

  /** Whether an object is of a checkpoint that may have sidecars. */
  static boolean isSecond(ObjectInfo object) {
    return SECOND.matcher(file(object)).matches();
  }

  /** Notes that the checkpoint of a version cannot be believed. */
  void damaged(long version) {
    damaged.add(version);
  }

  /** Whether the commits, from the first one or from an earlier checkpoint on, hold a version. */
  boolean isHeldByCommits(long version) {
    for (long each = version; commits.contains(each); each--) {
      if (each == 0 || isSound(each - 1)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The versions after one at which the log may begin, where another engine's retention took all
   * commits up to that one: they have checkpoints, and commits follow. None if it did not.
   */
  List<Long> afterCleanup(long version) {
    if (commits.isEmpty() || commits.first() <= version) {
      return List.of();
    }
    return objects.tailMap(Math.max(version + 1, commits.first() - 1), true).entrySet().stream()
        .filter(each -> isWhole(each.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean isWhole(List<ObjectInfo> parts) {
    int count = partCount(parts);
    return count < 0 || count == parts.size();
  }

  /** As far as can be seen here: of one with sidecars it is not known whether they are there. */
  private boolean isSound(long version) {
    List<ObjectInfo> parts = objects.get(version);
    return parts != null && partCount(parts) == parts.size() && !damaged.contains(version);
  }
}
