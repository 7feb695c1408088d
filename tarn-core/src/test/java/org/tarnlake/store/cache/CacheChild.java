package org.tarnlake.store.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.UUID;
import org.tarnlake.env.Environment;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.ForwardingStore;

/** A process that reads objects through a cache, and compares every byte. */
final class CacheChild {
  private static final int OBJECTS = 12;
  private static final int OBJECT_BYTES = 3 * Block.BYTES_MAX + 5000;

  /** A large object takes no memory of the store. */
  private static final int LARGE_RANGE_BYTES = 14 << 20;

  private final FaultyStore store = new FaultyStore(new MemoryStore());
  private final byte[][] objects = new byte[OBJECTS][OBJECT_BYTES];

  /** Makes the objects. */
  private CacheChild() throws IOException {
    for (int i = 0; i < OBJECTS; i++) {
      new SplittableRandom(i).nextBytes(objects[i]);
      store.putIfAbsent(name(i), objects[i]);
    }
  }

  private static String name(int number) {
    return "part-%s.parquet".formatted(new UUID(0, number));
  }

  /**
   * Arguments: {@code read}, {@code trouble} or {@code large}, the folder of the cache, its bound
   * in bytes, a seed, and how often to read.
   */
  public static void main(String[] arguments) throws IOException {
    StoreCache cache =
        NamedStore.cache(Path.of(arguments[1]), Long.parseLong(arguments[2]), Environment.system());
    int reads = Integer.parseInt(arguments[4]);
    switch (arguments[0]) {
      case "read" -> new CacheChild().read(cache, Long.parseLong(arguments[3]), reads);
      case "trouble" -> new CacheChild().readInTrouble(cache);
      default -> readLarge(cache, reads);
    }
  }

  private ObjectStore over(StoreCache cache) {
    return cache.over(new NamedStore(store, "server"), "lake");
  }

  /** Prints how many blocks were asked for, and how many of them of the store. */
  private void read(StoreCache cache, long seed, int reads) throws IOException {
    ObjectStore cached = over(cache);
    SplittableRandom random = new SplittableRandom(seed);
    System.out.println("reads");
    for (int i = 0; i < reads; i++) {
      int object = random.nextInt(OBJECTS);
      int from = random.nextInt(OBJECT_BYTES);
      int length = random.nextInt(1, OBJECT_BYTES - from + 1);
      byte[] range = cached.getRange(name(object), from, length);
      if (!Arrays.equals(range, Arrays.copyOfRange(objects[object], from, from + length))) {
        throw new AssertionError("wrong bytes of " + object + " at " + from);
      }
    }
    System.out.println("right");
  }

  /** Prints how many warnings there were, and how many requests at a second read. */
  private void readInTrouble(StoreCache cache) throws IOException {
    Warnings warnings = new Warnings();
    ObjectStore cached = over(cache);
    readAll(cached);
    store.resetCalls();
    readAll(cached);
    System.out.printf(
        "%d warnings, %d requests%n", warnings.count(), store.calls(Operation.GET_RANGE));
  }

  private void readAll(ObjectStore cached) throws IOException {
    for (int i = 0; i < OBJECTS; i++) {
      if (!Arrays.equals(cached.getRange(name(i), 0, OBJECT_BYTES), objects[i])) {
        throw new AssertionError("wrong bytes of " + i);
      }
    }
  }

  private static void readLarge(StoreCache cache, int reads) throws IOException {
    ObjectStore cached = cache.over(new NamedStore(new LargeObject(), "server"), "lake");
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < reads; i++) {
        long offset = 777 + (long) i * LARGE_RANGE_BYTES;
        byte[] range = cached.getRange(name(0), offset, LARGE_RANGE_BYTES);
        if (range.length != LARGE_RANGE_BYTES || range[5] != (byte) i) {
          throw new AssertionError("wrong bytes at " + offset);
        }
      }
    }
    System.out.println("read");
  }

  /** An object without an end, whose bytes tell which twenty megabytes they are of. */
  private static final class LargeObject extends ForwardingStore {
    LargeObject() {
      super(new MemoryStore());
    }

    @Override
    public byte[] getRange(String name, long offset, int length) {
      byte[] bytes = new byte[length];
      int next = LARGE_RANGE_BYTES - (int) (offset % LARGE_RANGE_BYTES);
      byte number = (byte) (offset / LARGE_RANGE_BYTES);
      Arrays.fill(bytes, 0, Math.min(length, next), number);
      Arrays.fill(bytes, Math.min(length, next), length, (byte) (number + 1));
      return bytes;
    }
  }
}
