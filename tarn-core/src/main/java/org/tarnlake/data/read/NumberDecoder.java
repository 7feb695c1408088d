package org.tarnlake.data.read;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.FileColumn;
import org.tarnlake.row.BooleanVector;
import org.tarnlake.row.DoubleVector;
import org.tarnlake.row.FloatVector;
import org.tarnlake.row.IntVector;
import org.tarnlake.row.LongVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;

/** Decodes values of fixed width; timestamps of 96 bits become microseconds. */
final class NumberDecoder extends LeafDecoder {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long JULIAN_DAY_OF_1970 = 2_440_588;

  private final Type physical;
  private final boolean exact;
  private Numbers values = new Numbers(Type.BOOLEAN, 0);
  private Numbers dictionary = new Numbers(Type.BOOLEAN, 0);
  private int[] ids = new int[0];

  NumberDecoder(FileColumn.Leaf leaf, boolean exact) {
    this.physical = leaf.physical();
    this.exact = exact;
    setRunsDictionary();
  }

  /** One array for each kind of value, of which one is used. */
  private static final class Numbers {
    final Type type;
    boolean[] booleans = new boolean[0];
    int[] ints = new int[0];
    long[] longs = new long[0];
    float[] floats = new float[0];
    double[] doubles = new double[0];

    Numbers(Type type, int capacity) {
      this.type = type;
      grow(capacity);
    }

    void grow(int capacity) {
      switch (type) {
        case BOOLEAN -> booleans = Arrays.copyOf(booleans, capacity);
        case INT32 -> ints = Arrays.copyOf(ints, capacity);
        case INT64, INT96 -> longs = Arrays.copyOf(longs, capacity);
        case FLOAT -> floats = Arrays.copyOf(floats, capacity);
        case DOUBLE -> doubles = Arrays.copyOf(doubles, capacity);
        default -> throw new AssertionError(type);
      }
    }
  }

  /** Booleans in runs are numbers of these two. */
  private void setRunsDictionary() {
    if (physical == Type.BOOLEAN) {
      dictionary = new Numbers(physical, 2);
      dictionary.booleans[1] = true;
    }
  }

  @Override
  void setDictionary(ChunkPages.Dictionary page) {
    PageCursor plain = new PageCursor(DataPage.of(page));
    int width = physical == Type.INT96 ? 12 : physical == Type.BOOLEAN ? 1 : 4;
    if (page.entries() > (long) page.values().length() * 8 / width) {
      throw new IllegalArgumentException(
          "a dictionary of %s entries in %s bytes"
              .formatted(page.entries(), page.values().length()));
    }
    dictionary = new Numbers(physical, page.entries());
    readPlain(plain, dictionary, 0, page.entries());
  }

  @Override
  void start(int capacity) {
    values = new Numbers(physical, capacity);
  }

  @Override
  void grow(int capacity) {
    values.grow(capacity);
  }

  @Override
  void read(PageCursor page, int at, int count) {
    if (page.coding == DataPage.Coding.PLAIN) {
      readPlain(page, values, at, count);
    } else {
      readIds(page, at, count);
    }
  }

  private void readIds(PageCursor page, int at, int count) {
    if (ids.length < count) {
      ids = new int[count];
    }
    page.runs.read(ids, 0, count);
    switch (physical) {
      case BOOLEAN -> {
        for (int i = 0; i < count; i++) {
          values.booleans[at + i] = dictionary.booleans[ids[i]];
        }
      }
      case INT32 -> {
        for (int i = 0; i < count; i++) {
          values.ints[at + i] = dictionary.ints[ids[i]];
        }
      }
      case INT64, INT96 -> {
        for (int i = 0; i < count; i++) {
          values.longs[at + i] = dictionary.longs[ids[i]];
        }
      }
      case FLOAT -> {
        for (int i = 0; i < count; i++) {
          values.floats[at + i] = dictionary.floats[ids[i]];
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          values.doubles[at + i] = dictionary.doubles[ids[i]];
        }
      }
    }
  }

  private void readPlain(PageCursor page, Numbers target, int at, int count) {
    switch (physical) {
      case BOOLEAN -> readBooleans(page, target.booleans, at, count);
      case INT32 -> buffer(page, 4, count).asIntBuffer().get(target.ints, at, count);
      case INT64 -> buffer(page, 8, count).asLongBuffer().get(target.longs, at, count);
      case FLOAT -> buffer(page, 4, count).asFloatBuffer().get(target.floats, at, count);
      case DOUBLE -> buffer(page, 8, count).asDoubleBuffer().get(target.doubles, at, count);
      default -> {
        int from = page.take(12L * count);
        for (int i = 0; i < count; i++) {
          long nanos = (long) LONG.get(page.bytes, from + 12 * i);
          target.longs[at + i] = micros((int) INT.get(page.bytes, from + 12 * i + 8), nanos);
        }
      }
    }
  }

  /**
   * Microseconds since 1970 of a Julian day, which may be negative, and nanoseconds. Counted from
   * Julian day 0 they must fit into 64 bits. Those of the last 6,700 years that a timestamp has do
   * not: Spark writes them wrapped around, as days so low that no timestamp has them, and the
   * subtraction wraps them back.
   */
  private long micros(int day, long nanos) {
    long sinceDayZero;
    try {
      sinceDayZero =
          Math.addExact(
              Math.multiplyExact(day, Conversion.MICROS_PER_DAY), Math.floorDiv(nanos, 1000L));
    } catch (ArithmeticException e) {
      throw BadValueException.outOfRange(-1, time(day, nanos), DataType.TIMESTAMP);
    }
    if (exact && nanos % 1000 != 0) {
      throw Conversion.tooFine(-1, time(day, nanos));
    }
    return sinceDayZero - JULIAN_DAY_OF_1970 * Conversion.MICROS_PER_DAY;
  }

  private static Instant time(int day, long nanos) {
    return Instant.ofEpochSecond((day - JULIAN_DAY_OF_1970) * 86_400L, nanos);
  }

  private static ByteBuffer buffer(PageCursor page, int width, int count) {
    int from = page.take((long) width * count);
    return ByteBuffer.wrap(page.bytes, from, width * count).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void readBooleans(PageCursor page, boolean[] target, int at, int count) {
    int bit = page.booleans;
    if ((bit + (long) count + 7) / 8 > page.end - page.position) {
      throw new IllegalArgumentException("booleans end too early");
    }
    for (int i = 0; i < count; i++, bit++) {
      target[at + i] = (page.bytes[page.position + (bit >>> 3)] >>> (bit & 7) & 1) != 0;
    }
    page.booleans = bit;
  }

  @Override
  void skip(PageCursor page, int count) {
    if (page.coding != DataPage.Coding.PLAIN) {
      page.runs.skip(count);
    } else {
      switch (physical) {
        case BOOLEAN -> page.booleans += count;
        case INT32, FLOAT -> page.take(4L * count);
        case INT96 -> page.take(12L * count);
        default -> page.take(8L * count);
      }
    }
  }

  @Override
  void spread(int at, int slots, boolean[] nulls, int present) {
    int from = at + present - 1;
    for (int to = at + slots - 1; from < to; to--) {
      if (!nulls[to]) {
        switch (physical) {
          case BOOLEAN -> values.booleans[to] = values.booleans[from];
          case INT32 -> values.ints[to] = values.ints[from];
          case INT64, INT96 -> values.longs[to] = values.longs[from];
          case FLOAT -> values.floats[to] = values.floats[from];
          default -> values.doubles[to] = values.doubles[from];
        }
        from--;
      }
    }
  }

  @Override
  Vector finish(int size, boolean @Nullable [] nulls) {
    return switch (physical) {
      case BOOLEAN -> new BooleanVector(values.booleans, size, nulls);
      case INT32 -> new IntVector(DataType.INT, values.ints, size, nulls);
      case INT64, INT96 -> new LongVector(DataType.LONG, values.longs, size, nulls);
      case FLOAT -> new FloatVector(values.floats, size, nulls);
      default -> new DoubleVector(values.doubles, size, nulls);
    };
  }
}
