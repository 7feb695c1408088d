package org.tarnlake.lake;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.tarnlake.table.action.DeltaNames;

/** Which log entries hold the files that may not be published yet. Safe for many threads. */
final class CarriedFiles {
  private final LakeLog log;
  private final Map<String, Place> places = new ConcurrentHashMap<>();
  private final NavigableMap<Long, List<String>> objects = new TreeMap<>();

  /** Up to which version what is published was forgotten, and which tables lagged then. */
  private long through = -1;

  private Set<String> laggingBefore = Set.of();

  /** The lags that were known when the log was opened, until their files are looked for. */
  private volatile List<Lag> unread;

  /** The commit that names a file, whose entry has it, and the file's path in the folder. */
  private record Place(long lakeVersion, String tableId, String path) {}

  /**
   * @param lags the tables that lag by entries which are not read when the log is opened
   */
  CarriedFiles(LakeLog log, List<Lag> lags) {
    this.log = log;
    this.unread = List.copyOf(lags);
  }

  /**
   * Takes note of what an entry holds.
   *
   * @param before the lake before the entry
   * @param after the lake after it
   */
  synchronized void add(LogEntry entry, LakeState before, LakeState after) {
    for (TableCommit commit : entry.tableCommits()) {
      CatalogTable table = after.catalog().findById(commit.tableId());
      table = table == null ? before.catalog().findById(commit.tableId()) : table;
      if (table != null && !commit.files().isEmpty()) {
        add(entry.lakeVersion(), commit, table.location());
      }
    }
  }

  private void add(long lakeVersion, TableCommit commit, String location) {
    List<String> names = objects.computeIfAbsent(lakeVersion, version -> new ArrayList<>());
    for (CarriedFile file : commit.files()) {
      String object = DeltaNames.dataFile(location, file.path());
      names.add(object);
      places.put(object, new Place(lakeVersion, commit.tableId(), file.path()));
    }
  }

  /** Forgets what is published. */
  synchronized void forget(Publication known) {
    Set<String> lagging = known.lags().keySet();
    // What lags is not looked at each time.
    long from = lagging.equals(laggingBefore) ? through : -1;
    laggingBefore = lagging;
    through = known.through();
    Iterator<Map.Entry<Long, List<String>>> counted =
        objects.subMap(from, false, Math.max(from, through), true).entrySet().iterator();
    while (counted.hasNext()) {
      Map.Entry<Long, List<String>> each = counted.next();
      List<String> left = each.getValue().stream().filter(name -> isLagging(known, name)).toList();
      each.getValue().stream().filter(name -> !left.contains(name)).forEach(places::remove);
      if (left.isEmpty()) {
        counted.remove();
      } else {
        each.setValue(left);
      }
    }
  }

  private static boolean isLagging(Publication known, String object) {
    return known.lags().values().stream().anyMatch(lag -> object.startsWith(lag.location() + "/"));
  }

  /** A file that may not be published yet; null of any other object. */
  @Nullable CarriedFile find(String object) {
    for (Lag lag : unread) {
      if (object.startsWith(lag.location() + "/")) {
        read(lag);
      }
    }
    Place place = places.get(object);
    if (place == null || isPublished(place.lakeVersion, object)) {
      return null;
    }
    TableCommit commit = log.read(place.lakeVersion).tableCommit(place.tableId);
    return commit == null ? null : commit.file(place.path);
  }

  private boolean isPublished(long version, String object) {
    Publication known = log.publication().now();
    return version <= known.through() && !isLagging(known, object);
  }

  /** Reads what a lag names; a commit that comes meanwhile does not wait for the store. */
  private void read(Lag lag) {
    Map<Long, TableCommit> commits = new TreeMap<>();
    for (long version : lag.lakeVersions()) {
      TableCommit commit = log.read(version).tableCommit(lag.tableId());
      if (commit != null) {
        commits.put(version, commit);
      }
    }
    synchronized (this) {
      if (unread.contains(lag)) {
        commits.forEach((version, commit) -> add(version, commit, lag.location()));
        unread = unread.stream().filter(each -> !each.equals(lag)).toList();
      }
    }
  }
}
