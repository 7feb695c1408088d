package org.tarnlake.crash.damage;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;

/**
 * One damage to one object.
 *
 * @param kind of the object, see {@link WholeLake#KINDS}
 * @param how in words
 * @param bytes what is there instead; null if nothing
 */
record DamageCase(long seed, String kind, String object, String how, byte @Nullable [] bytes) {

  /** The damage of a seed: kinds come in turn, all else is random. */
  static DamageCase of(long seed, MemoryStore lake) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> kinds = WholeLake.KINDS.keySet().stream().sorted().toList();
    String kind = kinds.get((int) Math.floorMod(seed, (long) kinds.size()));
    List<String> objects =
        lake.list("", "").stream()
            .map(ObjectInfo::name)
            .filter(name -> name.matches(WholeLake.KINDS.get(kind)))
            .toList();
    String object = objects.get(random.nextInt(objects.size()));
    byte[] bytes = lake.get(object);
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(10)) {
      case 0 -> new DamageCase(seed, kind, object, "deleted", null);
      case 1, 2 ->
          new DamageCase(
              seed, kind, object, "cut off after %d bytes".formatted(at), Arrays.copyOf(bytes, at));
      case 3 -> {
        byte[] zeros = bytes.clone();
        Arrays.fill(zeros, at, bytes.length, (byte) 0);
        yield bytes[bytes.length - 1] == 0 && Arrays.equals(zeros, bytes)
            ? of(seed + 1_000_003L * kinds.size(), lake)
            : new DamageCase(seed, kind, object, "zeros from byte %d on".formatted(at), zeros);
      }
      case 4, 5 -> {
        byte[] changed = bytes.clone();
        changed[at] = (byte) (bytes[at] ^ (1 + random.nextInt(255)));
        yield new DamageCase(
            seed,
            kind,
            object,
            "byte %d is %d instead of %d".formatted(at, changed[at], bytes[at]),
            changed);
      }
      default -> {
        byte[] changed = bytes.clone();
        int bit = random.nextInt(8);
        changed[at] ^= (byte) (1 << bit);
        yield new DamageCase(
            seed, kind, object, "bit %d of byte %d flipped".formatted(bit, at), changed);
      }
    };
  }

  void applyTo(ObjectStore store) throws IOException {
    if (bytes == null) {
      store.delete(object);
    } else {
      store.put(object, bytes);
    }
  }

  @Override
  public String toString() {
    return "seed %d, %s: %s %s".formatted(seed, kind, object, how);
  }
}
