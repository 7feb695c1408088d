package org.tarnlake.data;

import org.tarnlake.store.ObjectStore;

/** Opens data files and remembers their footers. Safe for many threads. */
public final class DataFiles {
  private final ObjectStore store;

  public DataFiles(ObjectStore store) {
    this.store = store;
  }

  /** Opens a data file. */
  public DataFile open(String name, long sizeBytes) {
    return new DataFile(store.location() + name, sizeBytes);
  }
}
