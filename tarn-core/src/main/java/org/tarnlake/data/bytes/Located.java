package org.tarnlake.data.bytes;

import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.ForwardingStore;
import org.tarnlake.store.local.LocalStore;

/**
 * An object and the store that has it.
 *
 * @param store reads it
 * @param name its name there
 */
public record Located(ObjectStore store, String name) {

  /**
   * Finds an object that a table names.
   *
   * @param store the table's
   * @param name of an object of that store or, where it starts with a slash, of a file on the disk
   *     that the store is on
   * @throws UnsupportedTableException if it is such a file and the store is not on a disk
   */
  public static Located of(ObjectStore store, String name) {
    if (!name.startsWith("/")) {
      return new Located(store, name);
    }
    ObjectStore inner = store;
    while (inner instanceof ForwardingStore forwarding) {
      inner = forwarding.inner();
    }
    if (inner instanceof LocalStore local) {
      return new Located(local.disk(), name.substring(1));
    }
    throw new UnsupportedTableException(
        "file %s is on a local disk, but its table is in %s; copy the table with its files"
            .formatted(name, store.location()));
  }
}
