package org.tarnlake.data.bytes;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.store.ForbiddenPathException;

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
   * @throws UnsupportedTableException if it is where the store does not read
   * @throws StorageException if the store fails
   */
  public byte[] read(long offset, int length) {
    byte[] bytes;
    try {
      bytes = object.store().getRange(object.name(), offset, length);
    } catch (NoSuchFileException e) {
      throw new CorruptionException(
          "data file %s is missing; restore it from a backup; 'tarn check' lists all"
              .formatted(name),
          e);
    } catch (ForbiddenPathException e) {
      throw new UnsupportedTableException(
          "cannot read data file %s: %s".formatted(name, e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      // What names the store refuses is up to it.
      throw new CorruptionException(
          "data file %s cannot exist: %s".formatted(name, e.getMessage()), e);
    } catch (IOException e) {
      throw new StorageException(
          "cannot read data file %s in %s: %s; try again"
              .formatted(name, object.store().location(), e.getMessage()),
          e);
    }
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
