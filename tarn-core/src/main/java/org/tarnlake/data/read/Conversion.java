package org.tarnlake.data.read;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.FileColumn;
import org.tarnlake.data.schema.FileColumn.Unit;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.DoubleVector;
import org.tarnlake.row.FloatVector;
import org.tarnlake.row.IntVector;
import org.tarnlake.row.LongVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;

/** Makes vectors of the type that is wanted from those of a file's physical type. */
@FunctionalInterface
interface Conversion {
  long MICROS_PER_DAY = 86_400_000_000L;
  int UUID_CHARS = 36;

  Vector apply(Vector physical);

  /**
   * The conversion from what a file has to what is wanted, where Delta lets types widen.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Conversion of(FileColumn column, DataType wanted) {
    Conversion found = find(column, wanted);
    if (found == null) {
      throw new IllegalArgumentException(
          "column '%s' is %s and cannot be read as %s"
              .formatted(column.name(), column.type().text(), wanted.text()));
    }
    return found;
  }

  private static @Nullable Conversion find(FileColumn column, DataType wanted) {
    FileColumn.Leaf leaf = column.scalar();
    DataType stored = column.type();
    if (wanted instanceof DecimalType decimal) {
      return DecimalConversion.of(column, decimal);
    }
    return switch (leaf.physical()) {
      case BOOLEAN -> wanted == DataType.BOOLEAN ? vector -> vector : null;
      case FLOAT -> {
        boolean wider = wanted == DataType.DOUBLE;
        yield wider ? Conversion::toDoubles : wanted == DataType.FLOAT ? vector -> vector : null;
      }
      case DOUBLE -> wanted == DataType.DOUBLE ? vector -> vector : null;
      case INT32 -> ofInts(stored, leaf.unsigned(), wanted);
      case INT64 -> ofLongs(stored, leaf, wanted);
      case INT96 -> isTimestamp(wanted) ? vector -> longs(wanted, vector) : null;
      case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> {
        if (stored == DataType.FLOAT && wanted != DataType.BINARY) {
          yield wanted == DataType.FLOAT
              ? Conversion::toFloats
              : wanted == DataType.DOUBLE ? vector -> toDoubles(toFloats(vector)) : null;
        }
        boolean bytes = wanted == DataType.STRING || wanted == DataType.BINARY;
        yield column.isUuid() && wanted == DataType.STRING
            ? Conversion::toUuids
            : bytes && !(stored instanceof DecimalType) ? vector -> vector : null;
      }
    };
  }

  private static boolean isTimestamp(DataType type) {
    return type == DataType.TIMESTAMP || type == DataType.TIMESTAMP_NTZ;
  }

  private static @Nullable Conversion ofInts(DataType stored, boolean unsigned, DataType wanted) {
    if (stored == DataType.DATE) {
      return wanted == DataType.DATE
          ? vector -> ints(DataType.DATE, vector)
          : wanted == DataType.TIMESTAMP_NTZ ? Conversion::toMidnights : null;
    }
    if (stored instanceof DecimalType) {
      return null;
    }
    if (wanted == DataType.LONG) {
      long mask = unsigned ? 0xFFFFFFFFL : -1L;
      return vector -> toLongs(vector, mask);
    }
    if (unsigned) {
      return null;
    }
    if (wanted == DataType.INT) {
      return vector -> vector;
    }
    if (wanted == DataType.BYTE || wanted == DataType.SHORT) {
      int max = wanted == DataType.BYTE ? Byte.MAX_VALUE : Short.MAX_VALUE;
      return vector -> narrow(wanted, vector, max);
    }
    return wanted == DataType.DOUBLE ? Conversion::toDoubles : null;
  }

  private static @Nullable Conversion ofLongs(
      DataType stored, FileColumn.Leaf leaf, DataType wanted) {
    if (stored == DataType.LONG) {
      return wanted == DataType.LONG ? vector -> vector : null;
    }
    if (!isTimestamp(stored) || !isTimestamp(wanted)) {
      return null;
    }
    Unit unit = leaf.unit();
    return unit == Unit.MICROS
        ? vector -> longs(wanted, vector)
        : vector -> toMicros(wanted, vector, unit);
  }

  private static Vector ints(DataType type, Vector vector) {
    return new IntVector(type, ((IntVector) vector).values(), vector.size(), vector.nulls());
  }

  private static Vector longs(DataType type, Vector vector) {
    return new LongVector(type, ((LongVector) vector).values(), vector.size(), vector.nulls());
  }

  private static Vector narrow(DataType type, Vector vector, int max) {
    for (int i = 0; i < vector.size(); i++) {
      int value = vector.intAt(i);
      if ((value > max || value < -max - 1) && !vector.isNull(i)) {
        throw new IllegalArgumentException("%s is no %s".formatted(value, type.text()));
      }
    }
    return ints(type, vector);
  }

  private static Vector toLongs(Vector vector, long mask) {
    long[] longs = new long[vector.size()];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = vector.intAt(i) & mask;
    }
    return new LongVector(DataType.LONG, longs, longs.length, vector.nulls());
  }

  private static Vector toDoubles(Vector vector) {
    double[] doubles = new double[vector.size()];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = vector instanceof IntVector ? vector.intAt(i) : vector.doubleAt(i);
    }
    return new DoubleVector(doubles, doubles.length, vector.nulls());
  }

  /** Floats of 16 bits, the low byte first, as floats. */
  private static Vector toFloats(Vector vector) {
    BytesVector halves = (BytesVector) vector;
    float[] floats = new float[vector.size()];
    for (int i = 0; i < floats.length; i++) {
      if (!vector.isNull(i)) {
        byte[] half = halves.bytesAt(i);
        floats[i] = half((half[0] & 0xFF) | (half[1] & 0xFF) << 8);
      }
    }
    return new FloatVector(floats, floats.length, vector.nulls());
  }

  private static float half(int bits) {
    int exponent = bits >>> 10 & 0x1F;
    int fraction = bits & 0x3FF;
    float magnitude =
        exponent == 0x1F
            ? (fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN)
            : exponent == 0 ? fraction * 0x1p-24f : Math.scalb(1 + fraction / 1024f, exponent - 15);
    return bits >>> 15 == 0 ? magnitude : -magnitude;
  }

  /** UUIDs of 16 bytes as text: 32 lower-case hexadecimal digits and four hyphens. */
  private static Vector toUuids(Vector vector) {
    BytesVector uuids = (BytesVector) vector;
    int size = vector.size();
    byte[] text = new byte[size * UUID_CHARS];
    int[] starts = new int[size];
    int[] ends = new int[size];
    int at = 0;
    for (int i = 0; i < size; i++) {
      starts[i] = at;
      if (!vector.isNull(i)) {
        byte[] bytes = uuids.bytesAt(i);
        for (int b = 0; b < bytes.length; b++) {
          if (b == 4 || b == 6 || b == 8 || b == 10) {
            text[at++] = '-';
          }
          text[at++] = (byte) Character.forDigit(bytes[b] >> 4 & 0xF, 16);
          text[at++] = (byte) Character.forDigit(bytes[b] & 0xF, 16);
        }
      }
      ends[i] = at;
    }
    return new BytesVector(DataType.STRING, text, starts, ends, size, vector.nulls());
  }

  private static Vector toMidnights(Vector vector) {
    long[] longs = new long[vector.size()];
    for (int i = 0; i < longs.length; i++) {
      if (!vector.isNull(i)) {
        int day = vector.intAt(i);
        if (Math.abs((long) day) > Long.MAX_VALUE / MICROS_PER_DAY) {
          throw BadValueException.outOfRange(i, LocalDate.ofEpochDay(day), DataType.TIMESTAMP_NTZ);
        }
        longs[i] = day * MICROS_PER_DAY;
      }
    }
    return new LongVector(DataType.TIMESTAMP_NTZ, longs, longs.length, vector.nulls());
  }

  /**
   * The same times.
   *
   * @throws BadValueException if one is no whole number of microseconds
   */
  static Vector requireMicros(Vector nanos) {
    for (int i = 0; i < nanos.size(); i++) {
      if (!nanos.isNull(i) && nanos.longAt(i) % 1000 != 0) {
        long value = nanos.longAt(i);
        throw tooFine(
            i,
            Instant.ofEpochSecond(
                Math.floorDiv(value, 1_000_000_000L), Math.floorMod(value, 1_000_000_000L)));
      }
    }
    return nanos;
  }

  static BadValueException tooFine(int index, Instant time) {
    return new BadValueException(
        index, time + " is finer than microseconds, the finest that a timestamp keeps", "round it");
  }

  private static Vector toMicros(DataType type, Vector vector, Unit unit) {
    long[] longs = new long[vector.size()];
    for (int i = 0; i < longs.length; i++) {
      if (!vector.isNull(i)) {
        long value = vector.longAt(i);
        if (unit == Unit.MILLIS
            && (value > Long.MAX_VALUE / 1000 || value < Long.MIN_VALUE / 1000)) {
          throw BadValueException.outOfRange(i, value + " milliseconds since 1970", type);
        }
        longs[i] = unit == Unit.MILLIS ? value * 1000 : Math.floorDiv(value, 1000L);
      }
    }
    return new LongVector(type, longs, longs.length, vector.nulls());
  }
}
