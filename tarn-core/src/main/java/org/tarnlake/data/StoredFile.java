package org.tarnlake.data;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.StorageException;
import org.tarnlake.store.ObjectStore;

/** The bytes of one immutable object of known size. Safe for many threads. */
final class StoredFile {
  private final ObjectStore store;
  private final String name;
  private final long sizeBytes;

  StoredFile(ObjectStore store, String name, long sizeBytes) {
    this.store = store;
    this.name = name;
    this.sizeBytes = sizeBytes;
  }

  String name() {
    return name;
  }

  long sizeBytes() {
    return sizeBytes;
  }

  /**
   * A range, whole.
   *
   * @throws CorruptionException if the object is missing or ends earlier
   * @throws StorageException if the store fails
   */
  byte[] read(long offset, int length) {
    byte[] bytes;
    try {
      bytes = store.getRange(name, offset, length);
    } catch (NoSuchFileException e) {
      throw new CorruptionException("data file %s is missing".formatted(name), e);
    } catch (IOException e) {
      throw new StorageException(
          "cannot read data file %s in %s: %s; try again"
              .formatted(name, store.location(), e.getMessage()),
          e);
    }
    if (bytes.length != length) {
      throw new CorruptionException(
          "data file %s is cut off: it ends at %d, not at %d bytes"
              .formatted(name, offset + bytes.length, sizeBytes));
    }
    return bytes;
  }

  CorruptionException corrupt(String what) {
    return new CorruptionException("data file %s is corrupt: %s".formatted(name, what));
  }

  CorruptionException corrupt(String what, Throwable cause) {
    return new CorruptionException("data file %s is corrupt: %s".formatted(name, what), cause);
  }
}
