package org.tarnlake.data.deleted;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.tarnlake.data.bytes.Located;
import org.tarnlake.data.bytes.RecentlyUsed;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.store.cache.CachedStore;

/**
 * The deletion vectors in files of a store (PROTOCOL.md, "Deletion Vector File Storage Format"):
 * one byte for the version, then for each vector its size, its bytes and their checksum. Those read
 * last are kept. Safe for many threads.
 */
public final class DeletionVectorFiles {
  private static final long KEPT_BYTES = 32L << 20;
  static final byte VERSION = 1;

  private final ObjectStore store;
  private final RecentlyUsed<Key, DeletedRows> kept =
      new RecentlyUsed<>(KEPT_BYTES, rows -> rows.weight());

  private record Key(String name, long offset, int sizeBytes, long cardinality) {}

  public DeletionVectorFiles(ObjectStore store) {
    this.store = store;
  }

  public DeletedRows load(String name, long offset, int sizeBytes, long cardinality) {
    Key key = new Key(name, offset, sizeBytes, cardinality);
    DeletedRows rows = kept.find(key);
    if (rows == null) {
      rows = read(key);
      kept.put(key, rows);
    }
    return rows;
  }

  private DeletedRows read(Key key) {
    if (key.offset < 1 || key.sizeBytes < 0 || key.sizeBytes > Integer.MAX_VALUE - 16) {
      throw corrupt(key, "no vector can be there");
    }
    // The first vector of a file comes with the version byte that is before it.
    int before = key.offset == 1 ? 1 : 0;
    byte[] bytes = bytes(key, key.offset - before, before + Integer.BYTES * 2 + key.sizeBytes);
    if (before == 1 && bytes[0] != VERSION) {
      throw corrupt(key, "the file has version %s, not 1".formatted(bytes[0]));
    }
    ByteBuffer stored = ByteBuffer.wrap(bytes, before, bytes.length - before);
    int size = stored.getInt();
    if (size != key.sizeBytes) {
      throw corrupt(key, "it has %s bytes there".formatted(size));
    }
    CRC32 crc = new CRC32();
    crc.update(bytes, before + Integer.BYTES, size);
    if (stored.getInt(before + Integer.BYTES + size) != (int) crc.getValue()) {
      throw corrupt(key, "its checksum is wrong");
    }
    try {
      return DeletedRows.parse(stored.slice(stored.position(), size), key.cardinality);
    } catch (IllegalArgumentException e) {
      throw corrupt(key, String.valueOf(e.getMessage()));
    }
  }

  private byte[] bytes(Key key, long offset, int length) {
    Located file = Located.of(store, key.name);
    byte[] bytes =
        StoreAccess.getRange(
            file.store(), file.name(), offset, length, "deletion vector file " + key.name);
    if (bytes.length < length) {
      throw corrupt(key, "the file ends at byte %s".formatted(offset + bytes.length));
    }
    return bytes;
  }

  private CorruptionException corrupt(Key key, String what) {
    CachedStore.forget(store, key.name);
    return new CorruptionException(
        "deletion vector file %s is corrupt at byte %s, where a vector of %s bytes should be: %s"
            .formatted(key.name, key.offset, key.sizeBytes, what));
  }
}
