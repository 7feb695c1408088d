package org.tarnlake.predicate.evaluate;

import java.math.BigDecimal;
import java.util.Arrays;
import org.tarnlake.row.BooleanVector;
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

/**
 * Scalars of one type put together from several vectors, each of some of the rows; null where none
 * was put. One thread at a time.
 */
final class Merge {
  private final DataType type;
  private final int size;
  private final boolean[] nulls;

  /** Of these the one that the type needs. */
  private final long[] longs;

  private final int[] ints;
  private final double[] doubles;
  private final float[] floats;
  private final boolean[] booleans;
  private final BigDecimal[] decimals;
  private final BytesColumn bytes;

  Merge(DataType type, int size) {
    this.type = type;
    this.size = size;
    this.nulls = new boolean[size];
    Arrays.fill(nulls, true);
    Class<? extends Vector> kind = kind(type);
    boolean isWide = isWide(type);
    longs =
        new long[kind == LongVector.class || (kind == DecimalVector.class && !isWide) ? size : 0];
    ints = new int[kind == IntVector.class ? size : 0];
    doubles = new double[kind == DoubleVector.class ? size : 0];
    floats = new float[kind == FloatVector.class ? size : 0];
    booleans = new boolean[kind == BooleanVector.class ? size : 0];
    decimals = new BigDecimal[isWide ? size : 0];
    bytes = new BytesColumn(kind == BytesVector.class ? size : 0);
  }

  private static Class<? extends Vector> kind(DataType type) {
    if (type instanceof DecimalType) {
      return DecimalVector.class;
    }
    return switch ((PrimitiveType) type) {
      case BOOLEAN -> BooleanVector.class;
      case BYTE, SHORT, INT, DATE -> IntVector.class;
      case LONG, TIMESTAMP, TIMESTAMP_NTZ -> LongVector.class;
      case FLOAT -> FloatVector.class;
      case DOUBLE -> DoubleVector.class;
      case STRING, BINARY -> BytesVector.class;
    };
  }

  private static boolean isWide(DataType type) {
    return type instanceof DecimalType decimal
        && decimal.precision() > DecimalVector.MAX_COMPACT_PRECISION;
  }

  /** Puts the values of a vector of the same type into the first {@code count} rows told. */
  void put(int[] rows, int count, Vector values) {
    for (int k = 0; k < count; k++) {
      nulls[rows[k]] = values.isNull(k);
    }
    if (values instanceof LongVector from) {
      for (int k = 0; k < count; k++) {
        longs[rows[k]] = from.longAt(k);
      }
    } else if (values instanceof IntVector from) {
      for (int k = 0; k < count; k++) {
        ints[rows[k]] = from.intAt(k);
      }
    } else if (values instanceof DoubleVector from) {
      for (int k = 0; k < count; k++) {
        doubles[rows[k]] = from.doubleAt(k);
      }
    } else if (values instanceof FloatVector from) {
      for (int k = 0; k < count; k++) {
        floats[rows[k]] = from.floatAt(k);
      }
    } else if (values instanceof BooleanVector from) {
      for (int k = 0; k < count; k++) {
        booleans[rows[k]] = from.booleanAt(k);
      }
    } else if (values instanceof DecimalVector from) {
      putDecimals(rows, count, from);
    } else {
      putBytes(rows, count, (BytesVector) values);
    }
  }

  private void putDecimals(int[] rows, int count, DecimalVector from) {
    for (int k = 0; k < count; k++) {
      if (from.isCompact()) {
        longs[rows[k]] = from.unscaledAt(k);
      } else {
        decimals[rows[k]] = from.decimalAt(k);
      }
    }
  }

  private void putBytes(int[] rows, int count, BytesVector from) {
    byte[] data = from.data();
    for (int k = 0; k < count; k++) {
      if (!from.isNull(k)) {
        int start = bytes.length();
        bytes.append(data, from.startAt(k), from.endAt(k));
        bytes.end(rows[k], start);
      }
    }
  }

  /** Puts one canonical value. */
  void set(int i, Object canonical) {
    nulls[i] = false;
    if (longs.length > 0) {
      longs[i] =
          canonical instanceof BigDecimal decimal
              ? decimal.unscaledValue().longValueExact()
              : (Long) canonical;
    } else if (ints.length > 0) {
      ints[i] = (Integer) canonical;
    } else if (doubles.length > 0) {
      doubles[i] = (Double) canonical;
    } else if (floats.length > 0) {
      floats[i] = (Float) canonical;
    } else if (booleans.length > 0) {
      booleans[i] = (Boolean) canonical;
    } else if (decimals.length > 0) {
      decimals[i] = (BigDecimal) canonical;
    } else {
      bytes.set(i, (String) canonical);
    }
  }

  Vector vector() {
    boolean some = false;
    for (boolean each : nulls) {
      some |= each;
    }
    boolean[] known = some ? nulls : null;
    if (type instanceof DecimalType decimal) {
      return isWide(type)
          ? new DecimalVector(decimal, decimals, size, known)
          : new DecimalVector(decimal, longs, size, known);
    }
    return switch ((PrimitiveType) type) {
      case BOOLEAN -> new BooleanVector(booleans, size, known);
      case BYTE, SHORT, INT, DATE -> new IntVector(type, ints, size, known);
      case LONG, TIMESTAMP, TIMESTAMP_NTZ -> new LongVector(type, longs, size, known);
      case FLOAT -> new FloatVector(floats, size, known);
      case DOUBLE -> new DoubleVector(doubles, size, known);
      case STRING, BINARY -> bytes.vector(type, known);
    };
  }
}
