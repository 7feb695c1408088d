package org.tarnlake.data.bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.store.cache.CachedStore;
import org.tarnlake.work.Parallel;

/** The bytes of one immutable object of known size. Safe for many threads. */
public final class StoredFile {
  /** How many requests for one file are under way at a time. */
  private static final int REQUESTS = 8;

  /** A longer range is asked for in pieces, which come side by side. */
  private static final int PIECE_BYTES = 8 << 20;

  private final Located object;
  private final String name;
  private final long sizeBytes;
  private final @Nullable ExecutorService background;

  /**
   * @param name what messages call it
   * @param background sends requests side by side; null where an answer takes no time
   */
  public StoredFile(
      Located object, String name, long sizeBytes, @Nullable ExecutorService background) {
    this.object = object;
    this.name = name;
    this.sizeBytes = sizeBytes;
    this.background = background;
  }

  /**
   * A part of a file.
   *
   * @param offset of its first byte
   */
  public record Range(long offset, int length) {}

  /** Whether an answer takes so long that a few bytes more do not matter. */
  public boolean isDistant() {
    return background != null;
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
      forgetCached();
      throw new CorruptionException(
          "data file %s is cut off: it ends at %s, not at %s bytes"
              .formatted(name, offset + bytes.length, sizeBytes));
    }
    return bytes;
  }

  /** Ranges, in their order, each as {@link #read} gives it. */
  public List<byte[]> readAll(List<Range> ranges) {
    if (background == null) {
      return ranges.stream().map(range -> read(range.offset(), range.length())).toList();
    }
    List<byte[]> all = new ArrayList<>();
    List<Runnable> requests = new ArrayList<>();
    for (Range range : ranges) {
      byte[] bytes = new byte[range.length()];
      all.add(bytes);
      for (int at = 0; at < bytes.length; at += PIECE_BYTES) {
        int from = at;
        int length = Math.min(PIECE_BYTES, bytes.length - from);
        requests.add(
            () -> System.arraycopy(read(range.offset() + from, length), 0, bytes, from, length));
      }
    }
    Parallel.run(background, REQUESTS, requests);
    return all;
  }

  /** Has what was read come from the store itself the next time. */
  public void forgetCached() {
    CachedStore.forget(object.store(), object.name());
  }

  /** The error for a file that is damaged, which no cache is to go on having. */
  public CorruptionException corrupt(String what) {
    forgetCached();
    return new CorruptionException("data file %s is corrupt: %s".formatted(name, what));
  }

  /** As {@link #corrupt(String)}. */
  public CorruptionException corrupt(String what, Throwable cause) {
    forgetCached();
    return new CorruptionException("data file %s is corrupt: %s".formatted(name, what), cause);
  }
}
