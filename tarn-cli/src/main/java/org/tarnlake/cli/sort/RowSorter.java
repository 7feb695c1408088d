package org.tarnlake.cli.sort;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sorts rows, or finds the first of them, in bounded memory: what does not fit waits on disk in
 * sorted runs, which are merged. A key and a row are any bytes; of rows with the same key, which
 * {@link Arrays#compareUnsigned} tells, the one that was added first comes first. One thread at a
 * time.
 */
public final class RowSorter implements AutoCloseable {
  private static final long MEMORY_BYTES_MAX = 64 << 20;

  /** Besides its bytes a row is three objects and a place in two lists. */
  private static final int ROW_BYTES = 88;

  /** As many rows more than twice the limit are worth to be sorted. */
  private static final int ROWS_BETWEEN_CUTS = 1024;

  private static final Comparator<Item> ORDER = (a, b) -> Arrays.compareUnsigned(a.key(), b.key());

  private final Path folder;
  private final long limit;
  private final long memoryBytes;
  private final List<Item> items = new ArrayList<>();
  private long itemBytes;
  private long keyBytesMax;
  private byte @Nullable [] cutoff;
  private @Nullable SortedRuns runs;

  @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
  private record Item(byte[] key, byte[] row) {
    long bytes() {
      return (long) key.length + row.length + ROW_BYTES;
    }
  }

  /**
   * @param folder where rows wait that do not fit into memory
   * @param limit how many rows are wanted
   */
  public RowSorter(Path folder, long limit) {
    this(folder, limit, Math.min(MEMORY_BYTES_MAX, Runtime.getRuntime().maxMemory() / 8));
  }

  /**
   * @param memoryBytes how much rows may take in memory
   */
  RowSorter(Path folder, long limit, long memoryBytes) {
    this.folder = folder;
    this.limit = limit;
    this.memoryBytes = memoryBytes;
  }

  /** Whether a row that is added now could be among the first. */
  public boolean isWanted(byte[] key) {
    return limit > 0 && (cutoff == null || Arrays.compareUnsigned(key, cutoff) < 0);
  }

  /** Takes a row. */
  public void add(byte[] key, byte[] row) {
    if (!isWanted(key)) {
      return;
    }
    Item item = new Item(key, row);
    items.add(item);
    itemBytes += item.bytes();
    keyBytesMax = Math.max(keyBytesMax, key.length);
    boolean isFull = itemBytes > memoryBytes;
    if (isFull || (items.size() - ROWS_BETWEEN_CUTS) / 2 >= limit) {
      cut();
      if (isFull && itemBytes > memoryBytes / 2) {
        spill();
      }
    }
  }

  /** Sorts what is in memory and drops what cannot be among the first. */
  private void cut() {
    items.sort(ORDER);
    if (items.isEmpty() || items.size() < limit) {
      return;
    }
    List<Item> beyond = items.subList((int) limit, items.size());
    for (Item item : beyond) {
      itemBytes -= item.bytes();
    }
    beyond.clear();
    cutoff = items.get(items.size() - 1).key();
  }

  private void spill() {
    if (runs == null) {
      runs = new SortedRuns(folder);
    }
    for (Item item : items) {
      runs.add(item.key(), item.row());
    }
    runs.endRun();
    items.clear();
    itemBytes = 0;
  }

  /**
   * Hands over the keys and rows in their order, at most as many as were wanted. To be called once.
   */
  public void forEach(BiConsumer<byte[], byte[]> output) {
    cut();
    if (runs == null) {
      items.forEach(item -> output.accept(item.key(), item.row()));
      return;
    }
    spill();
    runs = runs.merged(fanIn(), limit);
    runs.merge(0, runs.count(), limit, output);
  }

  /** How many runs are merged at once: each takes a buffer and a key. */
  private int fanIn() {
    return (int) Math.max(2, Math.min(64, memoryBytes / (SortedRuns.BUFFER_BYTES + keyBytesMax)));
  }

  @Override
  public void close() {
    items.clear();
    if (runs != null) {
      runs.close();
    }
  }
}
