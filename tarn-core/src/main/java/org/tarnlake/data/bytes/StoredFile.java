package org.tarnlake.data.bytes;

import org.tarnlake.error.CorruptionException;
import org.tarnlake.store.access.StoreAccess;

/** The bytes of one immutable object of known size. Safe for many threads. */
public final class StoredFile {
  private final Located object;
  private final String name;
  private final long sizeBytes;

  /**
   * @param name what messages call it
   */
  public StoredFile(Located object, String name, long sizeBytes) {
    this.object = object;
    this.name = name;
    this.sizeBytes = sizeBytes;
  }

  public String name() {
    return name;
  }

  public long sizeBytes() {
    return sizeBytes;
  }

  /**
   * A range, whole.
   *
   * @throws CorruptionException if the object is missing or ends earlier
   * @throws org.tarnlake.error.UnsupportedTableException if it is where the store does not read
   * @throws org.tarnlake.error.StorageException if the store fails
   */
  public byte[] read(long offset, int length) {
    byte[] bytes =
        StoreAccess.getRange(object.store(), object.name(), offset, length, "data file " + name);
    if (bytes.length != length) {
      throw new CorruptionException(
          "data file %s is cut off: it ends at %s, not at %s bytes"
              .formatted(name, offset + bytes.length, sizeBytes));
    }
    return bytes;
  }

  public CorruptionException corrupt(String what) {
    return new CorruptionException("data file %s is corrupt: %s".formatted(name, what));
  }

  public CorruptionException corrupt(String what, Throwable cause) {
    return new CorruptionException("data file %s is corrupt: %s".formatted(name, what), cause);
  }
}
