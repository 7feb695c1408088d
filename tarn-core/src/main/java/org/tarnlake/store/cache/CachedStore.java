package org.tarnlake.store.cache;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.ForwardingStore;
import org.tarnlake.store.cache.RangeRead.Claim;
import org.tarnlake.store.cache.RangeRead.Place;

/**
 * A store whose immutable objects are read from a cache, block by block; what is missing there
 * comes from the store, and is put into it. Every other call is the store's. Safe for many threads.
 *
 * <p>A range costs one request for each run of blocks that are missing; blocks that another thread
 * is fetching are waited for.
 */
public final class CachedStore extends ForwardingStore {
  /** Longer ranges are for those who copy: they pass by. */
  private static final int RANGE_BYTES_MAX = 128 << 20;

  private final BlockFolder blocks;
  private final String owner;
  private final ConcurrentMap<Place, Claim> claims = new ConcurrentHashMap<>();

  CachedStore(ObjectStore store, BlockFolder blocks, String owner) {
    super(store);
    this.blocks = blocks;
    this.owner = owner;
  }

  /**
   * Forgets what a cache has of an object that turned out to be damaged: when it is put right in
   * the store, that is to be seen.
   *
   * @param store that the object was read from, perhaps through a cache
   */
  public static void forget(ObjectStore store, String name) {
    ObjectStore inner = store;
    while (inner instanceof ForwardingStore forwarding) {
      if (inner instanceof CachedStore cached && CachedNames.isImmutable(name)) {
        cached.blocks.forget(ObjectKey.of(cached.owner, name));
      }
      inner = forwarding.inner();
    }
  }

  @Override
  public byte[] getRange(String name, long offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, Long.MAX_VALUE);
    return length == 0 || length > RANGE_BYTES_MAX || !CachedNames.isImmutable(name)
        ? inner().getRange(name, offset, length)
        : new RangeRead(inner(), blocks, claims, name, owner).read(offset, length);
  }

  @Override
  public byte[] get(String name) throws IOException {
    if (!CachedNames.isImmutable(name)) {
      return inner().get(name);
    }
    ObjectKey object = ObjectKey.of(owner, name);
    boolean isMetadata = CachedNames.isMetadata(name);
    byte[] known = find(object, isMetadata);
    if (known != null) {
      return known;
    }
    byte[] bytes = inner().get(name);
    for (int from = 0; from < bytes.length; from += Block.BYTES_MAX) {
      int length = Math.min(Block.BYTES_MAX, bytes.length - from);
      blocks.put(object, from / Block.BYTES_MAX, new Block(bytes, from, length), isMetadata);
    }
    return bytes;
  }

  /** A whole object; null if not all of it is there, or its end is not known. */
  private byte @Nullable [] find(ObjectKey object, boolean isMetadata) {
    ByteArrayOutputStream found = new ByteArrayOutputStream();
    for (long number = 0; ; number++) {
      Block block = blocks.find(object, number);
      if (block == null) {
        return null;
      }
      blocks.used(object, number, isMetadata);
      found.write(block.bytes, block.from, block.length);
      if (block.isLast()) {
        return found.toByteArray();
      }
    }
  }

  /** What is copied is the store's. */
  @Override
  public boolean copy(ObjectStore from, String object, String name) throws IOException {
    return inner().copy(from instanceof CachedStore cached ? cached.inner() : from, object, name);
  }
}
