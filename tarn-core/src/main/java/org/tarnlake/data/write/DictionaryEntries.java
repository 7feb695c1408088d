package org.tarnlake.data.write;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.tarnlake.data.bytes.ByteOutput;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.DecimalVector;
import org.tarnlake.row.DoubleVector;
import org.tarnlake.row.FloatVector;
import org.tarnlake.row.IntVector;
import org.tarnlake.row.LongVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.PrimitiveType;

/** The different values of a column chunk, numbered from 0. One thread at a time. */
abstract sealed class DictionaryEntries {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Open addressing: an entry's number plus one, or 0. */
  private int[] table = new int[64];

  private int size;

  /** Whether values of a type are worth a dictionary at all. */
  static boolean suit(DataType type) {
    return type instanceof DecimalType decimal
        ? decimal.precision() <= DecimalVector.MAX_COMPACT_PRECISION
        : type != DataType.BOOLEAN;
  }

  static DictionaryEntries of(DataType type) {
    return type == DataType.STRING || type == DataType.BINARY ? new Bytes(type) : new Numbers(type);
  }

  /** Puts the numbers of values, none null, into {@code ids} from {@code at} on. */
  abstract void find(Vector values, int from, int count, int[] ids, int at);

  abstract long sizeBytes();

  /** The entries, by number. */
  abstract Vector toVector();

  final int size() {
    return size;
  }

  abstract int hashAt(int id);

  final int slot(int hash) {
    return (hash ^ hash >>> 15) & (table.length - 1);
  }

  final int nextSlot(int slot) {
    return slot + 1 & table.length - 1;
  }

  /** The number of the entry in a slot, or -1. */
  final int idIn(int slot) {
    return table[slot] - 1;
  }

  /** Numbers a new entry, which the caller then stores. */
  final int addIn(int slot) {
    table[slot] = ++size;
    return size - 1;
  }

  final void growIfFull() {
    if (2 * size > table.length) {
      table = new int[4 * table.length];
      for (int id = 0; id < size; id++) {
        int slot = slot(hashAt(id));
        while (table[slot] != 0) {
          slot = nextSlot(slot);
        }
        table[slot] = id + 1;
      }
    }
  }

  /** Numbers, by the bits that stand for them. */
  private static final class Numbers extends DictionaryEntries {
    private final DataType type;
    private long[] entries = new long[16];

    Numbers(DataType type) {
      this.type = type;
    }

    @Override
    void find(Vector values, int from, int count, int[] ids, int at) {
      for (int i = 0; i < count; i++) {
        ids[at + i] = find(bits(values, from + i));
      }
    }

    private static long bits(Vector values, int i) {
      if (values instanceof LongVector longs) {
        return longs.longAt(i);
      }
      if (values instanceof IntVector ints) {
        return ints.intAt(i);
      }
      if (values instanceof DoubleVector doubles) {
        return Double.doubleToRawLongBits(doubles.doubleAt(i));
      }
      if (values instanceof FloatVector floats) {
        return Float.floatToRawIntBits(floats.floatAt(i));
      }
      return ((DecimalVector) values).unscaledAt(i);
    }

    private int find(long bits) {
      int slot = slot(hash(bits));
      for (int id = idIn(slot); id >= 0; id = idIn(slot)) {
        if (entries[id] == bits) {
          return id;
        }
        slot = nextSlot(slot);
      }
      int id = addIn(slot);
      if (id == entries.length) {
        entries = Arrays.copyOf(entries, 2 * id);
      }
      entries[id] = bits;
      growIfFull();
      return id;
    }

    private static int hash(long bits) {
      return (int) ((bits * 0x9E3779B97F4A7C15L) >>> 32);
    }

    @Override
    int hashAt(int id) {
      return hash(entries[id]);
    }

    @Override
    long sizeBytes() {
      return 8L * size();
    }

    @Override
    Vector toVector() {
      int size = size();
      if (type instanceof DecimalType decimal) {
        return new DecimalVector(decimal, entries, size, null);
      }
      switch ((PrimitiveType) type) {
        case LONG, TIMESTAMP, TIMESTAMP_NTZ -> {
          return new LongVector(type, entries, size, null);
        }
        case DOUBLE -> {
          double[] doubles = new double[size];
          Arrays.setAll(doubles, id -> Double.longBitsToDouble(entries[id]));
          return new DoubleVector(doubles, size, null);
        }
        case FLOAT -> {
          float[] floats = new float[size];
          for (int id = 0; id < size; id++) {
            floats[id] = Float.intBitsToFloat((int) entries[id]);
          }
          return new FloatVector(floats, size, null);
        }
        default -> {
          int[] ints = new int[size];
          Arrays.setAll(ints, id -> (int) entries[id]);
          return new IntVector(type, ints, size, null);
        }
      }
    }
  }

  /** Strings or binaries. */
  private static final class Bytes extends DictionaryEntries {
    private final DataType type;
    private final ByteOutput data = new ByteOutput(256);
    private int[] ends = new int[16];
    private int[] starts = new int[16];
    private int[] hashes = new int[16];

    Bytes(DataType type) {
      this.type = type;
    }

    @Override
    void find(Vector values, int from, int count, int[] ids, int at) {
      BytesVector bytes = (BytesVector) values;
      for (int i = 0; i < count; i++) {
        ids[at + i] = find(bytes.data(), bytes.startAt(from + i), bytes.endAt(from + i));
      }
    }

    private int find(byte[] source, int start, int end) {
      int hash = hash(source, start, end);
      int slot = slot(hash);
      for (int id = idIn(slot); id >= 0; id = idIn(slot)) {
        if (hashes[id] == hash
            && Arrays.equals(data.array(), starts[id], ends[id], source, start, end)) {
          return id;
        }
        slot = nextSlot(slot);
      }
      int id = addIn(slot);
      if (id == ends.length) {
        starts = Arrays.copyOf(starts, 2 * id);
        ends = Arrays.copyOf(ends, 2 * id);
        hashes = Arrays.copyOf(hashes, 2 * id);
      }
      starts[id] = data.size();
      data.write(source, start, end - start);
      ends[id] = data.size();
      hashes[id] = hash;
      growIfFull();
      return id;
    }

    private static int hash(byte[] source, int start, int end) {
      long hash = (long) end - start;
      int i = start;
      for (; i <= end - 8; i += 8) {
        hash = (hash ^ (long) LONG.get(source, i)) * 0x9E3779B97F4A7C15L;
        hash ^= hash >>> 29;
      }
      for (; i < end; i++) {
        hash = (hash ^ source[i]) * 0x9E3779B97F4A7C15L;
      }
      return (int) (hash >>> 32);
    }

    @Override
    int hashAt(int id) {
      return hashes[id];
    }

    @Override
    long sizeBytes() {
      return (long) data.size() + 4L * size();
    }

    @Override
    Vector toVector() {
      return new BytesVector(type, data.array(), starts, ends, size(), null);
    }
  }
}
