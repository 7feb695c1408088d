package org.tarnlake.table;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tarnlake.error.CorruptionException;
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
    String folder = DeltaNames.log(location);
    long newest = -1;
    try {
      List<ObjectInfo> objects = store.list(folder, "");
      for (ObjectInfo object : objects) {
        Matcher commit = COMMIT.matcher(object.name().substring(folder.length()));
        if (commit.matches()) {
          newest = Math.max(newest, Long.parseLong(commit.group(1)));
        }
      }
    } catch (IOException e) {
      throw new StorageException(
          "cannot list %s in %s: %s; try again".formatted(folder, store.location(), e.getMessage()),
          e);
    }
    return newest;
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
