package org.tarnlake.crash.copy;

import java.io.IOException;
import java.util.List;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.Upload;

/** A store before each of whose calls something happens, which may fail the call. */
final class WatchedStore implements ObjectStore {
  private final ObjectStore store;
  private final Watcher watcher;

  /** What happens before a call. */
  interface Watcher {
    void before(boolean isWrite) throws IOException;
  }

  WatchedStore(ObjectStore store, Watcher watcher) {
    this.store = store;
    this.watcher = watcher;
  }

  @Override
  public boolean putIfAbsent(String name, byte[] content) throws IOException {
    watcher.before(true);
    return store.putIfAbsent(name, content);
  }

  @Override
  public Upload upload(String name) throws IOException {
    watcher.before(true);
    return store.upload(name);
  }

  @Override
  public void put(String name, byte[] content) throws IOException {
    watcher.before(true);
    store.put(name, content);
  }

  @Override
  public byte[] get(String name) throws IOException {
    watcher.before(false);
    return store.get(name);
  }

  @Override
  public byte[] getRange(String name, long offset, int length) throws IOException {
    watcher.before(false);
    return store.getRange(name, offset, length);
  }

  @Override
  public List<ObjectInfo> list(String prefix, String startAfter) throws IOException {
    watcher.before(false);
    return store.list(prefix, startAfter);
  }

  @Override
  public void delete(String name) throws IOException {
    watcher.before(true);
    store.delete(name);
  }

  @Override
  public long size(String name) throws IOException {
    watcher.before(false);
    return store.size(name);
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
