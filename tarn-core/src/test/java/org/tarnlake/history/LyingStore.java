package org.tarnlake.history;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.SplittableRandom;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.access.ForwardingStore;

/** A store that breaks its contract for log entries, now and then. One thread at a time. */
final class LyingStore extends ForwardingStore {
  /** What it does to log entries. */
  enum Lie {
    NONE,

    /** Says that an object that it created was there before: no lie that does harm. */
    DENIES_CREATION,

    /** Says that it created what it did not, if there is nothing of that name. */
    FORGETS,

    /** Replaces an object, and says that it created it. */
    OVERWRITES,

    /** Says that it created an object that another one created. */
    CONGRATULATES_LOSERS,

    /** Says that there is no such object. */
    SHOWS_WHAT_WAS
  }

  private final MemoryStore disk;
  private final Lie lie;
  private final SplittableRandom random;

  LyingStore(MemoryStore disk, Lie lie, SplittableRandom random) {
    super(disk);
    this.disk = disk;
    this.lie = lie;
    this.random = random;
  }

  /** Now and then about any entry but the first, without which there are no tables. */
  private boolean lies(String name) {
    return name.matches("_tarn/log/\\d+\\.json")
        && !name.endsWith("/00000000000000000001.json")
        && random.nextInt(3) == 0;
  }

  @Override
  public boolean putIfAbsent(String name, byte[] content) throws IOException {
    if (!lies(name)) {
      return disk.putIfAbsent(name, content);
    }
    switch (lie) {
      case DENIES_CREATION -> {
        disk.putIfAbsent(name, content);
        return false;
      }
      case FORGETS -> {
        return disk.list(name, "").isEmpty();
      }
      case OVERWRITES -> {
        disk.put(name, content);
        return true;
      }
      case CONGRATULATES_LOSERS -> {
        disk.putIfAbsent(name, content);
        return true;
      }
      default -> {
        return disk.putIfAbsent(name, content);
      }
    }
  }

  @Override
  public byte[] get(String name) throws IOException {
    if (lie == Lie.SHOWS_WHAT_WAS && lies(name)) {
      throw new NoSuchFileException(name);
    }
    return disk.get(name);
  }
}
