package org.tarnlake.maintenance.check;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.lake.CarriedFile;
import org.tarnlake.lake.TableCommit;

/**
 * The files of a table that travel in log entries, and which of them need not be in its folder yet.
 * One thread at a time.
 */
final class UnpublishedPaths {
  private final Map<String, Place> places = new HashMap<>();
  private long published = -1;

  /**
   * Where a file is.
   *
   * @param tableVersion which it came with
   */
  record Place(long lakeVersion, long tableVersion) {}

  /** Notes the files that an entry carries. */
  void add(long lakeVersion, TableCommit commit) {
    for (CarriedFile file : commit.files()) {
      places.put(file.path(), new Place(lakeVersion, commit.version()));
    }
  }

  /** Notes that the files up to a version of the table have to be in its folder. */
  void published(long newest) {
    published = Math.max(published, newest);
  }

  /** Where a file is that may not be published yet; null if it has to be in the folder. */
  @Nullable Place find(String path) {
    Place place = places.get(path);
    return place == null || place.tableVersion <= published ? null : place;
  }

  /** Whether a log entry has a file, published or not. */
  boolean isInLog(String path) {
    return places.containsKey(path);
  }
}
