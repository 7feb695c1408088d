package org.tarnlake.table;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;

/**
 * What stands in the {@code _delta_log} of one table, without any lake. Immutable; every call reads
 * the store.
 */
public final class TableLog {
  private static final Pattern COMMIT = Pattern.compile("([0-9]{20})\\.json");

  private final ObjectStore store;
  private final String location;

  /**
   * @param location the table's folder within the store; empty if the store holds nothing else
   */
  public TableLog(ObjectStore store, String location) {
    this.store = store;
    this.location = location;
  }

  /**
   * The newest version that is published; -1 if there is none.
   *
   * @throws StorageException if the store fails
   */
  public long newestVersion() {
    NavigableMap<Long, Long> commits = commits();
    return commits.isEmpty() ? -1 : commits.lastKey();
  }

  /** The oldest version that can be loaded; -1 if there is none. */
  public long earliestVersion() {
    NavigableMap<Long, Long> commits = commits();
    return commits.isEmpty() ? -1 : commits.firstKey();
  }

  /**
   * The newest version that was not committed after a point in time.
   *
   * @throws InvalidDataException if there is none
   */
  public long versionAt(Instant time) {
    long found = -1;
    Instant earliest = null;
    for (long version = earliestVersion(); version <= newestVersion(); version++) {
      Instant committed = Instant.ofEpochMilli(load(version).timestampMillis());
      earliest = earliest == null ? committed : earliest;
      found = committed.isAfter(time) ? found : version;
    }
    if (found < 0) {
      throw new InvalidDataException(
          "there is no version as old as %s; the oldest is of %s".formatted(time, earliest));
    }
    return found;
  }

  /** The versions of the commits, and when the store got them. */
  private NavigableMap<Long, Long> commits() {
    String folder = DeltaNames.log(location);
    NavigableMap<Long, Long> commits = new TreeMap<>();
    try {
      List<ObjectInfo> objects = store.list(folder, "");
      for (ObjectInfo object : objects) {
        Matcher commit = COMMIT.matcher(object.name().substring(folder.length()));
        if (commit.matches()) {
          commits.put(Long.parseLong(commit.group(1)), object.modifiedMillis());
        }
      }
    } catch (IOException e) {
      throw new StorageException(
          "cannot list %s in %s: %s; try again".formatted(folder, store.location(), e.getMessage()),
          e);
    }
    return commits;
  }

  /**
   * The table as of a version that is published.
   *
   * @throws CorruptionException if a commit is missing or damaged
   * @throws StorageException if the store fails
   */
  public TableState load(long version) {
    TableState state = TableState.empty();
    while (state.version() < version) {
      String object = DeltaNames.commit(location, state.version() + 1);
      try {
        state = state.apply(CommitLines.ofBytes(store.get(object)).actions(object, 1), object);
      } catch (java.nio.file.NoSuchFileException e) {
        throw new CorruptionException(
            "%s is missing in %s; restore it".formatted(object, store.location()), e);
      } catch (IOException e) {
        throw new StorageException(
            "cannot read %s in %s: %s; try again"
                .formatted(object, store.location(), e.getMessage()),
            e);
      }
    }
    return state;
  }
}
