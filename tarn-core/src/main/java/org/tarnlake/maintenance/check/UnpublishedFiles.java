package org.tarnlake.maintenance.check;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.lake.CarriedFile;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.ForwardingStore;

/** A store in which files that are missing are looked for in the log. One thread at a time. */
final class UnpublishedFiles extends ForwardingStore {
  private final Log log;

  /** Where files are that are not published yet. */
  @FunctionalInterface
  interface Log {
    /** A file; null if it has to be in the store. */
    @Nullable CarriedFile find(String object);
  }

  UnpublishedFiles(ObjectStore store, Log log) {
    super(store);
    this.log = log;
  }

  @Override
  public byte[] get(String name) throws IOException {
    try {
      return super.get(name);
    } catch (NoSuchFileException e) {
      return inLog(name, e).content().clone();
    }
  }

  @Override
  public byte[] getRange(String name, long offset, int length) throws IOException {
    try {
      return super.getRange(name, offset, length);
    } catch (NoSuchFileException e) {
      return inLog(name, e).range(offset, length);
    }
  }

  @Override
  public long size(String name) throws IOException {
    try {
      return super.size(name);
    } catch (NoSuchFileException e) {
      return inLog(name, e).content().length;
    }
  }

  private CarriedFile inLog(String name, NoSuchFileException missing) throws NoSuchFileException {
    CarriedFile file = log.find(name);
    if (file == null) {
      throw missing;
    }
    return file;
  }

  /**
   * The files of a table that travel in log entries, and which of them need not be in its folder
   * yet. One thread at a time.
   */
  static final class Paths {
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
}
