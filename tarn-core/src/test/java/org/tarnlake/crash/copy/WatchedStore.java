package org.tarnlake.crash.copy;

import java.io.IOException;
import java.util.List;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.Upload;
import org.tarnlake.store.access.ForwardingStore;

/** A store before each of whose calls something happens, which may fail the call. */
final class WatchedStore extends ForwardingStore {
  private final Watcher watcher;

  /** What happens before a call. */
  interface Watcher {
    void before(boolean isWrite) throws IOException;
  }

  WatchedStore(ObjectStore store, Watcher watcher) {
    super(store);
    this.watcher = watcher;
  }

  @Override
  public boolean putIfAbsent(String name, byte[] content) throws IOException {
    watcher.before(true);
    return super.putIfAbsent(name, content);
  }

  @Override
  public Upload upload(String name) throws IOException {
    watcher.before(true);
    return super.upload(name);
  }

  @Override
  public void put(String name, byte[] content) throws IOException {
    watcher.before(true);
    super.put(name, content);
  }

  @Override
  public byte[] get(String name) throws IOException {
    watcher.before(false);
    return super.get(name);
  }

  @Override
  public byte[] getRange(String name, long offset, int length) throws IOException {
    watcher.before(false);
    return super.getRange(name, offset, length);
  }

  @Override
  public List<ObjectInfo> list(String prefix, String startAfter) throws IOException {
    watcher.before(false);
    return super.list(prefix, startAfter);
  }

  @Override
  public void delete(String name) throws IOException {
    watcher.before(true);
    super.delete(name);
  }

  @Override
  public long size(String name) throws IOException {
    watcher.before(false);
    return super.size(name);
  }
}
