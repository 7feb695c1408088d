package org.tarnlake.data.deleted;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;
import org.tarnlake.row.Batch;

/**
 * The positions in a data file of rows that a deletion vector deletes. Immutable; safe for many
 * threads.
 */
public final class DeletedRows {
  /** No row. */
  public static final DeletedRows NONE = new DeletedRows(new TreeMap<>());

  private static final int MAGIC = 1681511377;
  private static final int BITMAP_BYTES_MIN = 12;

  /** By the high half of the positions. */
  private final NavigableMap<Integer, RoaringBitmap> bitmaps;

  private DeletedRows(NavigableMap<Integer, RoaringBitmap> bitmaps) {
    this.bitmaps = bitmaps;
  }

  /** Collects positions, in any order. One thread at a time. */
  public static final class Builder {
    private NavigableMap<Integer, RoaringBitmap> bitmaps = new TreeMap<>();
    private int lastHigh = -1;
    private RoaringBitmap last = new RoaringBitmap();

    /** Adds a position; it is no error to add one again. */
    public void add(long position) {
      int high = (int) (position >>> 32);
      if (high != lastHigh) {
        last = bitmaps.computeIfAbsent(high, h -> new RoaringBitmap());
        lastHigh = high;
      }
      last.add((int) position);
    }

    /** The positions; the builder is empty then. */
    public DeletedRows build() {
      DeletedRows rows = new DeletedRows(bitmaps);
      bitmaps.values().forEach(RoaringBitmap::runOptimize);
      bitmaps = new TreeMap<>();
      lastHigh = -1;
      return rows;
    }
  }

  /**
   * Parses a vector (PROTOCOL.md, "Deletion Vector Format"): a magic number, then a bitmap of the
   * portable Roaring format for each high half of the positions.
   *
   * @param cardinality how many rows it must delete
   * @throws IllegalArgumentException if it is no such vector, saying why
   */
  public static DeletedRows parse(ByteBuffer vector, long cardinality) {
    ByteBuffer in = vector.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < Integer.BYTES + Long.BYTES) {
      throw new IllegalArgumentException("it has only %s bytes".formatted(in.remaining()));
    }
    int magic = in.getInt();
    if (magic != MAGIC) {
      throw new IllegalArgumentException("it starts with %s, not %s".formatted(magic, MAGIC));
    }
    long count = in.getLong();
    if (count < 0 || count > in.remaining() / BITMAP_BYTES_MIN) {
      throw new IllegalArgumentException("it cannot have %s bitmaps".formatted(count));
    }
    NavigableMap<Integer, RoaringBitmap> bitmaps = new TreeMap<>();
    long found = 0;
    for (long i = 0; i < count; i++) {
      int high = in.remaining() < Integer.BYTES ? -1 : in.getInt();
      if (high < 0 || (!bitmaps.isEmpty() && high <= bitmaps.lastKey())) {
        throw new IllegalArgumentException("its bitmaps are not in order");
      }
      RoaringBitmap bitmap = bitmap(in);
      found += bitmap.getLongCardinality();
      bitmaps.put(high, bitmap);
    }
    if (in.hasRemaining()) {
      throw new IllegalArgumentException("%s bytes are too many".formatted(in.remaining()));
    }
    if (found != cardinality) {
      throw new IllegalArgumentException(
          "it deletes %s rows, not %s".formatted(found, cardinality));
    }
    return new DeletedRows(bitmaps);
  }

  /** Reads the next bitmap by a stream, which no size that it claims can lead astray. */
  private static RoaringBitmap bitmap(ByteBuffer in) {
    ByteArrayInputStream bytes =
        new ByteArrayInputStream(in.array(), in.arrayOffset() + in.position(), in.remaining());
    RoaringBitmap bitmap = new RoaringBitmap();
    try {
      bitmap.deserialize(new DataInputStream(bytes));
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("a bitmap is malformed: " + e.getMessage(), e);
    }
    if (!bitmap.validate()) {
      throw new IllegalArgumentException("a bitmap is malformed");
    }
    in.position(in.limit() - bytes.available());
    return bitmap;
  }

  /** The vector as {@link #parse} reads it. */
  byte[] toBytes() {
    int size = Integer.BYTES + Long.BYTES;
    for (RoaringBitmap bitmap : bitmaps.values()) {
      size = Math.addExact(size, Integer.BYTES + bitmap.serializedSizeInBytes());
    }
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putLong(bitmaps.size());
    bitmaps.forEach(
        (high, bitmap) -> {
          out.putInt(high);
          bitmap.serialize(out);
        });
    return out.array();
  }

  /** How many rows it deletes. */
  public long cardinality() {
    return bitmaps.values().stream().mapToLong(RoaringBitmap::getLongCardinality).sum();
  }

  public boolean isEmpty() {
    return bitmaps.values().stream().allMatch(RoaringBitmap::isEmpty);
  }

  /** The rows that this or another vector deletes. */
  public DeletedRows or(DeletedRows other) {
    NavigableMap<Integer, RoaringBitmap> all = new TreeMap<>(bitmaps);
    other.bitmaps.forEach(
        (high, bitmap) -> all.merge(high, bitmap, (a, b) -> RoaringBitmap.or(a, b)));
    return new DeletedRows(all);
  }

  /** The rows that this vector deletes and another does not. */
  public DeletedRows minus(DeletedRows other) {
    NavigableMap<Integer, RoaringBitmap> left = new TreeMap<>();
    bitmaps.forEach(
        (high, bitmap) -> {
          RoaringBitmap theirs = other.bitmaps.get(high);
          RoaringBitmap rest = theirs == null ? bitmap : RoaringBitmap.andNot(bitmap, theirs);
          if (!rest.isEmpty()) {
            left.put(high, rest);
          }
        });
    return new DeletedRows(left);
  }

  /** All positions from one up to another one, which is left out. */
  public static DeletedRows range(long from, long to) {
    NavigableMap<Integer, RoaringBitmap> bitmaps = new TreeMap<>();
    for (long row = from; row < to; ) {
      int high = (int) (row >>> 32);
      long end = Math.min(to, position(high + 1, 0));
      RoaringBitmap bitmap = new RoaringBitmap();
      bitmap.add(row - position(high, 0), end - position(high, 0));
      bitmaps.put(high, bitmap);
      row = end;
    }
    return new DeletedRows(bitmaps);
  }

  /**
   * Where these rows stand in a file to which the rows of this one moved, in their order.
   *
   * @param leftOut the rows that did not move
   * @param at the position there of the first one that did
   */
  public DeletedRows moved(DeletedRows leftOut, long at) {
    Builder builder = new Builder();
    bitmaps.forEach(
        (high, bitmap) -> {
          long before = 0;
          for (RoaringBitmap lower : leftOut.bitmaps.headMap(high).values()) {
            before += lower.getLongCardinality();
          }
          RoaringBitmap left = leftOut.bitmaps.getOrDefault(high, new RoaringBitmap());
          for (PeekableIntIterator rows = bitmap.getIntIterator(); rows.hasNext(); ) {
            int low = rows.next();
            if (!left.contains(low)) {
              builder.add(at + position(high, low) - before - left.rankLong(low));
            }
          }
        });
    return builder.build();
  }

  /** The first position that both delete; -1 if there is none. */
  public long firstCommon(DeletedRows other) {
    for (Map.Entry<Integer, RoaringBitmap> entry : bitmaps.entrySet()) {
      RoaringBitmap theirs = other.bitmaps.get(entry.getKey());
      if (theirs != null && RoaringBitmap.intersects(entry.getValue(), theirs)) {
        return position(entry.getKey(), RoaringBitmap.and(entry.getValue(), theirs).first());
      }
    }
    return -1;
  }

  /** The last position; -1 if there is none. */
  public long last() {
    for (Map.Entry<Integer, RoaringBitmap> entry : bitmaps.descendingMap().entrySet()) {
      if (!entry.getValue().isEmpty()) {
        return position(entry.getKey(), entry.getValue().last());
      }
    }
    return -1;
  }

  /**
   * The rows of a batch that are not deleted; the batch itself if none is.
   *
   * @param firstRow the position in the file of its first row; those of the others follow
   */
  public Batch dropFrom(Batch batch, long firstRow) {
    boolean[] deleted = new boolean[batch.rowCount()];
    int count = mark(deleted, firstRow);
    return count == 0 ? batch : select(batch, deleted, false, deleted.length - count);
  }

  /**
   * The rows of a batch that are deleted; the batch itself if all are.
   *
   * @param firstRow the position in the file of its first row; those of the others follow
   */
  public Batch keepOf(Batch batch, long firstRow) {
    boolean[] deleted = new boolean[batch.rowCount()];
    int count = mark(deleted, firstRow);
    return count == deleted.length ? batch : select(batch, deleted, true, count);
  }

  private static Batch select(Batch batch, boolean[] marks, boolean marked, int count) {
    int[] kept = new int[count];
    int next = 0;
    for (int i = 0; i < marks.length; i++) {
      if (marks[i] == marked) {
        kept[next++] = i;
      }
    }
    return batch.select(kept, next);
  }

  /** Marks which of the rows from a position on are deleted; returns how many are. */
  private int mark(boolean[] deleted, long firstRow) {
    long end = firstRow + deleted.length;
    int count = 0;
    for (long row = firstRow; row < end; row = position((int) (row >>> 32) + 1, 0)) {
      count += mark(deleted, firstRow, row, end);
    }
    return count;
  }

  /**
   * The deleted rows between two positions as ranges, each the first position and the one behind
   * the last.
   *
   * @param gap ranges that are no further apart are one
   */
  public List<long[]> runs(long from, long to, long gap) {
    List<long[]> runs = new ArrayList<>();
    for (Map.Entry<Integer, RoaringBitmap> entry : bitmaps.entrySet()) {
      long base = position(entry.getKey(), 0);
      if (base >= to || base + (1L << 32) <= from) {
        continue;
      }
      PeekableIntIterator rows = entry.getValue().getIntIterator();
      if (from > base) {
        rows.advanceIfNeeded((int) (from - base));
      }
      while (rows.hasNext()) {
        long row = position(entry.getKey(), rows.next());
        if (row >= to) {
          return runs;
        }
        long[] last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        if (last != null && row - last[1] <= gap) {
          last[1] = row + 1;
        } else {
          runs.add(new long[] {row, row + 1});
        }
      }
    }
    return runs;
  }

  /** Marks the deleted rows from a position on that share its high half. */
  private int mark(boolean[] deleted, long firstRow, long from, long end) {
    int high = (int) (from >>> 32);
    RoaringBitmap bitmap = bitmaps.get(high);
    if (bitmap == null) {
      return 0;
    }
    PeekableIntIterator rows = bitmap.getIntIterator();
    rows.advanceIfNeeded((int) from);
    int count = 0;
    while (rows.hasNext()) {
      long row = position(high, rows.next());
      if (row >= end) {
        break;
      }
      deleted[(int) (row - firstRow)] = true;
      count++;
    }
    return count;
  }

  private static long position(int high, int low) {
    return ((long) high << 32) | (low & 0xFFFFFFFFL);
  }

  /** The bytes that it takes in memory, about. */
  long weight() {
    return 64
        + bitmaps.values().stream().mapToLong(bitmap -> 64 + bitmap.getLongSizeInBytes()).sum();
  }
}
