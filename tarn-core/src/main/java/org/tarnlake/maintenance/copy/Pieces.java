package org.tarnlake.maintenance.copy;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.tarnlake.store.ObjectStore;

/** Compares objects that may be larger than memory, piece by piece. Stateless. */
public final class Pieces {
  public static final int BYTES = 8 << 20;

  private Pieces() {}

  /** The CRC-32C of an object's bytes. */
  static long crc32c(ObjectStore store, String object) throws IOException {
    CRC32C crc = new CRC32C();
    long size = store.size(object);
    for (long at = 0; at < size; at += BYTES) {
      crc.update(store.getRange(object, at, BYTES));
    }
    return crc.getValue();
  }

  /** Whether two objects, which exist, have the same bytes. */
  public static boolean isSame(ObjectStore one, String object, ObjectStore other, String name)
      throws IOException {
    long size = one.size(object);
    if (size != other.size(name)) {
      return false;
    }
    for (long at = 0; at < size; at += BYTES) {
      if (!Arrays.equals(one.getRange(object, at, BYTES), other.getRange(name, at, BYTES))) {
        return false;
      }
    }
    return true;
  }
}
