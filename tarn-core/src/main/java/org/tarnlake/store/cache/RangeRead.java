package org.tarnlake.store.cache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.ObjectStore;

/**
 * One read of a range of an immutable object, from the cache and from the store. One thread.
 *
 * <p>It claims each block before it looks for it, so that no two threads look for or fetch the same
 * one. It waits for others' claims only when it has met all of its own: so no two wait for each
 * other.
 */
final class RangeRead {
  private final ObjectStore store;
  private final BlockFolder blocks;
  private final ConcurrentMap<Place, Claim> claims;
  private final String name;
  private final ObjectKey object;

  private final List<Claim> missing = new ArrayList<>();
  private final List<Claim> ofOthers = new ArrayList<>();
  private final List<Long> found = new ArrayList<>();
  private byte[] range = new byte[0];
  private long start;

  /** Where the range ends, and where the object does if that is earlier. */
  private long end;

  private long objectEnd = Long.MAX_VALUE;

  RangeRead(
      ObjectStore store,
      BlockFolder blocks,
      ConcurrentMap<Place, Claim> claims,
      String name,
      String owner) {
    this.store = store;
    this.blocks = blocks;
    this.claims = claims;
    this.name = name;
    this.object = ObjectKey.of(owner, name);
  }

  /** A block of an object. */
  record Place(String object, long number) {
    long start() {
      return number * Block.BYTES_MAX;
    }
  }

  /** A block that some thread looks for; null if that failed. */
  record Claim(Place place, CompletableFuture<@Nullable Block> block) {}

  byte[] read(long offset, int length) throws IOException {
    start = offset;
    end = offset + length;
    range = new byte[length];
    try {
      for (long number = start / Block.BYTES_MAX;
          number * Block.BYTES_MAX < Math.min(end, objectEnd);
          number++) {
        look(new Place(object.hex(), number));
      }
      fetch();
    } finally {
      missing.forEach(claim -> release(claim, null));
    }
    for (Claim claim : ofOthers) {
      Block block = claim.block().join();
      // What made the other thread fail need not concern this one.
      copy(claim.place(), block != null ? block : fetched(claim.place(), 1));
    }
    boolean isMetadata = isMetadata();
    found.forEach(number -> blocks.used(object, number, isMetadata));
    int has = (int) Math.max(0, Math.min(end, objectEnd) - start);
    return has == length ? range : Arrays.copyOf(range, has);
  }

  /** Footers are read from the end of an object, and rows from before that. */
  private boolean isMetadata() {
    return objectEnd == end || CachedNames.isMetadata(name);
  }

  private void look(Place place) throws IOException {
    Claim mine = new Claim(place, new CompletableFuture<>());
    Claim other = claims.putIfAbsent(place, mine);
    if (other != null) {
      ofOthers.add(other);
      fetch();
      return;
    }
    missing.add(mine);
    Block block = blocks.find(object, place.number());
    if (block != null) {
      missing.remove(missing.size() - 1);
      release(mine, block);
      found.add(place.number());
      copy(place, block);
      fetch();
    }
  }

  private void release(Claim claim, @Nullable Block block) {
    claim.block().complete(block);
    claims.remove(claim.place());
  }

  /** Fetches the blocks that are missing, which follow one another. */
  private void fetch() throws IOException {
    if (missing.isEmpty()) {
      return;
    }
    Block all = fetched(missing.get(0).place(), missing.size());
    for (int i = 0; i < missing.size(); i++) {
      Block block = part(all, i);
      copy(missing.get(i).place(), block);
      missing.get(i).block().complete(block);
    }
    for (int i = 0; i < missing.size(); i++) {
      Block block = part(all, i);
      if (block.length > 0) {
        blocks.put(object, missing.get(i).place().number(), block, isMetadata());
      }
    }
    missing.forEach(claim -> claims.remove(claim.place()));
    missing.clear();
  }

  /** So many blocks from the store, as one. */
  private Block fetched(Place first, int count) throws IOException {
    byte[] bytes = store.getRange(name, first.start(), count * Block.BYTES_MAX);
    return new Block(bytes, 0, bytes.length);
  }

  private static Block part(Block all, int index) {
    int from = Math.min(all.length, index * Block.BYTES_MAX);
    return new Block(all.bytes, from, Math.min(Block.BYTES_MAX, all.length - from));
  }

  /** Copies what a block has of the range. */
  private void copy(Place place, Block block) {
    long from = Math.max(start, place.start());
    long until = Math.min(end, place.start() + block.length);
    if (from < until) {
      System.arraycopy(
          block.bytes,
          block.from + (int) (from - place.start()),
          range,
          (int) (from - start),
          (int) (until - from));
    }
    if (block.isLast()) {
      objectEnd = Math.min(objectEnd, place.start() + block.length);
    }
  }
}
