package org.tarnlake.lake;

import java.io.IOException;
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
    CarriedFile file = files.find(name);
    return file != null ? file.content().clone() : super.get(name);
  }

  @Override
  public byte[] getRange(String name, long offset, int length) throws IOException {
    CarriedFile file = files.find(name);
    return file != null ? file.range(offset, length) : super.getRange(name, offset, length);
  }

  @Override
  public long size(String name) throws IOException {
    CarriedFile file = files.find(name);
    return file != null ? file.content().length : super.size(name);
  }

  @Override
  public boolean copy(ObjectStore from, String object, String name) throws IOException {
    CarriedFile file = from == this ? files.find(object) : null;
    return file != null
        ? putIfAbsent(name, file.content())
        : inner().copy(from == this ? inner() : from, object, name);
  }
}
