package org.tarnlake.store.remote;

import java.io.IOException;
import java.util.List;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.Upload;

/**
 * What the stores of all vendors are to their users: a name, an address and a configuration for a
 * {@link RemoteStore}. Safe for many threads.
 */
public abstract class BucketStore implements ObjectStore {
  private final RemoteStore store;

  protected BucketStore(RemoteStore store) {
    this.store = store;
  }

  @Override
  public final boolean putIfAbsent(String name, byte[] content) throws IOException {
    return store.putIfAbsent(name, content);
  }

  @Override
  public final Upload upload(String name) {
    return store.upload(name);
  }

  @Override
  public final void put(String name, byte[] content) throws IOException {
    store.put(name, content);
  }

  @Override
  public final byte[] get(String name) throws IOException {
    return store.get(name);
  }

  @Override
  public final byte[] getRange(String name, long offset, int length) throws IOException {
    return store.getRange(name, offset, length);
  }

  @Override
  public final List<ObjectInfo> list(String prefix, String startAfter) throws IOException {
    return store.list(prefix, startAfter);
  }

  @Override
  public final void delete(String name) throws IOException {
    store.delete(name);
  }

  @Override
  public final long size(String name) throws IOException {
    return store.size(name);
  }

  @Override
  public final String identity() {
    return store.identity();
  }

  @Override
  public final String location() {
    return store.location();
  }

  @Override
  public final void close() {
    store.close();
  }
}
