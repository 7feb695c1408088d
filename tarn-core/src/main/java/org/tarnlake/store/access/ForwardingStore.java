package org.tarnlake.store.access;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.Upload;

/**
 * A store that passes every call on to another one; subclasses change what they are for. Safe for
 * many threads, if subclasses are.
 */
public abstract class ForwardingStore implements ObjectStore {
  private final ObjectStore store;

  protected ForwardingStore(ObjectStore store) {
    this.store = store;
  }

  /** The other store. */
  public final ObjectStore inner() {
    return store;
  }

  @Override
  public boolean putIfAbsent(String name, byte[] content) throws IOException {
    return store.putIfAbsent(name, content);
  }

  @Override
  public Upload upload(String name) throws IOException {
    return store.upload(name);
  }

  @Override
  public void put(String name, byte[] content) throws IOException {
    store.put(name, content);
  }

  @Override
  public byte[] get(String name) throws IOException {
    return store.get(name);
  }

  @Override
  public byte[] getRange(String name, long offset, int length) throws IOException {
    return store.getRange(name, offset, length);
  }

  @Override
  public List<ObjectInfo> list(String prefix, String startAfter) throws IOException {
    return store.list(prefix, startAfter);
  }

  @Override
  public void delete(String name) throws IOException {
    store.delete(name);
  }

  @Override
  public long size(String name) throws IOException {
    return store.size(name);
  }

  @Override
  public boolean isLocal() {
    return store.isLocal();
  }

  @Override
  public @Nullable String identity() {
    return store.identity();
  }

  @Override
  public String location() {
    return store.location();
  }

  /** Closes the other store. */
  @Override
  public void close() throws IOException {
    store.close();
  }

  /** An upload that passes every call on to another one. One thread at a time. */
  public abstract static class ForwardingUpload extends Upload {
    private final Upload upload;

    protected ForwardingUpload(Upload upload) {
      this.upload = upload;
    }

    @Override
    public void write(int b) throws IOException {
      upload.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      upload.write(bytes, offset, length);
    }

    @Override
    public boolean commit() throws IOException {
      return upload.commit();
    }

    @Override
    public long sizeBytes() {
      return upload.sizeBytes();
    }

    @Override
    public void close() throws IOException {
      upload.close();
    }
  }
}
