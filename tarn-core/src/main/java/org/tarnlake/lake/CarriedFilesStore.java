package org.tarnlake.lake;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.ForwardingStore;

/**
 * A lake's store, for reading the files of its tables: what a log entry carries is read from there
 * until it is known to be published. Safe for many threads.
 */
final class CarriedFilesStore extends ForwardingStore {
  private final CarriedFiles files;

  CarriedFilesStore(ObjectStore store, CarriedFiles files) {
    super(store);
    this.files = files;
  }

  @Override
  public byte[] get(String name) throws IOException {
    byte[] content = files.find(name);
    return content != null ? content.clone() : super.get(name);
  }

  @Override
  public byte[] getRange(String name, long offset, int length) throws IOException {
    byte[] content = files.find(name);
    if (content == null) {
      return super.getRange(name, offset, length);
    }
    Objects.checkFromIndexSize(offset, length, Long.MAX_VALUE);
    int from = (int) Math.min(offset, content.length);
    return Arrays.copyOfRange(content, from, from + Math.min(length, content.length - from));
  }

  @Override
  public long size(String name) throws IOException {
    byte[] content = files.find(name);
    return content != null ? content.length : super.size(name);
  }

  @Override
  public boolean copy(ObjectStore from, String object, String name) throws IOException {
    byte[] content = from == this ? files.find(object) : null;
    return content != null
        ? putIfAbsent(name, content)
        : inner().copy(from == this ? inner() : from, object, name);
  }
}
