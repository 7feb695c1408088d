package org.tarnlake.transaction.change;

import java.util.Arrays;
import java.util.List;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.PrimitiveType;

/**
 * Finds rows by their keys, which are equal as values are in a condition: NaN equals NaN, and -0.0
 * equals 0.0. No key may be null. One thread at a time; many may find once nobody puts.
 */
abstract sealed class KeyIndex permits KeyIndex.OfLongs, KeyIndex.OfBytes {
  static final int NONE = -1;

  private static final int CAPACITY_MIN = 16;

  /** By hash, the number of the row, or {@link #NONE}. At most half of it is used. */
  int[] numbers = none(CAPACITY_MIN);

  private int size;

  /** An empty index for keys of some columns. */
  static KeyIndex of(List<DataType> types) {
    return types.size() == 1 && isLong(types.get(0)) ? new OfLongs() : new OfBytes();
  }

  private static boolean isLong(DataType type) {
    return type instanceof PrimitiveType primitive
        && switch (primitive) {
          case BYTE, SHORT, INT, LONG, DATE, TIMESTAMP, TIMESTAMP_NTZ -> true;
          case BOOLEAN, FLOAT, DOUBLE, STRING, BINARY -> false;
        };
  }

  private static int[] none(int capacity) {
    int[] numbers = new int[capacity];
    Arrays.fill(numbers, NONE);
    return numbers;
  }

  /**
   * Adds a key, unless it is there.
   *
   * @param number of its row, which {@link #find} returns
   * @return the number that it had before, or {@link #NONE}
   */
  final int put(Vector[] keys, int row, int number) {
    if (2 * (size + 1) > numbers.length) {
      grow();
    }
    int slot = slot(keys, row);
    if (numbers[slot] != NONE) {
      return numbers[slot];
    }
    numbers[slot] = number;
    keep(slot);
    size++;
    return NONE;
  }

  /** The number of the row with a key, or {@link #NONE}. */
  final int find(Vector[] keys, int row) {
    return numbers[slot(keys, row)];
  }

  private void grow() {
    int[] before = numbers;
    numbers = none(Math.multiplyExact(before.length, 2));
    moveFrom(before);
  }

  /** A free slot for a hash, in a table that has room. */
  final int freeSlot(long hash) {
    int slot = (int) hash & (numbers.length - 1);
    while (numbers[slot] != NONE) {
      slot = (slot + 1) & (numbers.length - 1);
    }
    return slot;
  }

  /** The slot of a key: where it stands, or would. */
  abstract int slot(Vector[] keys, int row);

  /** Keeps the key last asked for. */
  abstract void keep(int slot);

  /** Moves all keys into a table of twice the size. */
  abstract void moveFrom(int[] before);

  /** Keys of one column that is a number of at most 64 bits. */
  static final class OfLongs extends KeyIndex {
    private long[] values = new long[CAPACITY_MIN];
    private long last;

    @Override
    int slot(Vector[] keys, int row) {
      last = keys[0].longAt(row);
      int slot = (int) KeyHash.mix(last) & (numbers.length - 1);
      while (numbers[slot] != NONE && values[slot] != last) {
        slot = (slot + 1) & (numbers.length - 1);
      }
      return slot;
    }

    @Override
    void keep(int slot) {
      values[slot] = last;
    }

    @Override
    void moveFrom(int[] before) {
      long[] old = values;
      values = new long[numbers.length];
      for (int i = 0; i < before.length; i++) {
        if (before[i] != NONE) {
          int slot = freeSlot(KeyHash.mix(old[i]));
          numbers[slot] = before[i];
          values[slot] = old[i];
        }
      }
    }
  }

  /** Keys of any columns, as bytes. */
  static final class OfBytes extends KeyIndex {
    private final KeyBytes key = new KeyBytes();

    /** By slot, the hash of its key and where that stands. */
    private long[] hashes = new long[CAPACITY_MIN];

    private int[] starts = new int[CAPACITY_MIN];
    private int[] ends = new int[CAPACITY_MIN];
    private byte[] bytes = new byte[1024];
    private int used;
    private long last;

    @Override
    int slot(Vector[] keys, int row) {
      key.set(keys, row);
      last = key.hash();
      int slot = (int) last & (numbers.length - 1);
      while (numbers[slot] != NONE && !isAt(slot)) {
        slot = (slot + 1) & (numbers.length - 1);
      }
      return slot;
    }

    private boolean isAt(int slot) {
      return hashes[slot] == last && key.equalsRange(bytes, starts[slot], ends[slot]);
    }

    @Override
    void keep(int slot) {
      int end = Math.addExact(used, key.length());
      if (end > bytes.length) {
        bytes =
            Arrays.copyOf(
                bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(end, 2L * bytes.length)));
      }
      key.copyTo(bytes, used);
      hashes[slot] = last;
      starts[slot] = used;
      ends[slot] = end;
      used = end;
    }

    @Override
    void moveFrom(int[] before) {
      long[] oldHashes = hashes;
      int[] oldStarts = starts;
      int[] oldEnds = ends;
      hashes = new long[numbers.length];
      starts = new int[numbers.length];
      ends = new int[numbers.length];
      for (int i = 0; i < before.length; i++) {
        if (before[i] != NONE) {
          int slot = freeSlot(oldHashes[i]);
          numbers[slot] = before[i];
          hashes[slot] = oldHashes[i];
          starts[slot] = oldStarts[i];
          ends[slot] = oldEnds[i];
        }
      }
    }
  }
}
