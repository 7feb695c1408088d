package org.tarnlake.maintenance.check;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.Upload;

/**
 * A store as a check reads it: a folder of a table that cannot be listed is reported once, and
 * looks empty from then on, so that the check goes on with the other tables. One thread at a time.
 */
public final class GuardedStore implements ObjectStore {
  private final ObjectStore store;
  private final Report report;
  private final Set<String> closed = new HashSet<>();

  GuardedStore(ObjectStore store, Report report) {
    this.store = store;
    this.report = report;
  }

  /** Whether a folder, with a slash at its end, was found to be unreadable. */
  boolean isClosed(String folder) {
    return closed.contains(folder);
  }

  /** Forgets what was found of folders whose names start so. */
  void reopen(String prefix) {
    closed.removeIf(folder -> folder.startsWith(prefix));
  }

  private interface Read<T> {
    T run() throws IOException;
  }

  private <T> T read(String name, Read<T> read) throws IOException {
    String folder = name.substring(0, name.lastIndexOf('/') + 1);
    if (isClosed(folder)) {
      throw new NoSuchFileException(name);
    }
    try {
      return read.run();
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      list(folder, name);
      if (isClosed(folder)) {
        throw new NoSuchFileException(name);
      }
      throw e;
    }
  }

  @Override
  public List<ObjectInfo> list(String prefix, String startAfter) throws IOException {
    String folder = prefix.substring(0, prefix.lastIndexOf('/') + 1);
    if (isClosed(folder)) {
      return List.of();
    }
    try {
      return store.list(prefix, startAfter);
    } catch (IOException e) {
      if (folder.isEmpty() || folder.startsWith("_tarn/")) {
        throw e;
      }
      closed.add(folder);
      report.damage(folder, 0, unreadable(store, folder, e) + "; the table is not checked");
      return List.of();
    }
  }

  /** What is wrong with a folder that could not be listed, and what to do. */
  public static String unreadable(ObjectStore store, String folder, Exception why) {
    for (int end = folder.indexOf('/'); end > 0; end = folder.indexOf('/', end + 1)) {
      if (isObject(store, folder.substring(0, end))) {
        return "%s is a file, where a folder has to be: move it away and restore the folder from a backup"
            .formatted(folder.substring(0, end));
      }
    }
    return "the store cannot read this folder: " + why.getMessage();
  }

  private static boolean isObject(ObjectStore store, String name) {
    try {
      store.size(name);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public byte[] get(String name) throws IOException {
    return read(name, () -> store.get(name));
  }

  @Override
  public byte[] getRange(String name, long offset, int length) throws IOException {
    return read(name, () -> store.getRange(name, offset, length));
  }

  @Override
  public long size(String name) throws IOException {
    return read(name, () -> store.size(name));
  }

  @Override
  public boolean putIfAbsent(String name, byte[] content) {
    throw changes();
  }

  @Override
  public Upload upload(String name) {
    throw changes();
  }

  @Override
  public void put(String name, byte[] content) {
    throw changes();
  }

  @Override
  public void delete(String name) {
    throw changes();
  }

  private static AssertionError changes() {
    return new AssertionError("a check changes nothing");
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
