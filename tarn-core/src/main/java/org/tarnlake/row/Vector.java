package org.tarnlake.row;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.StructType;
import org.tarnlake.schema.Values;

/**
 * The values of one column for some consecutive rows. Immutable: arrays handed to a constructor
 * belong to the vector, arrays handed out by one must not be changed. Arrays may be longer than
 * {@link #size}.
 *
 * <p>Positions are not checked against the size, and a primitive accessor returns an arbitrary
 * value where {@link #isNull} holds. An accessor of another kind throws {@link
 * IllegalArgumentException}.
 */
public abstract sealed class Vector
    permits BooleanVector,
        IntVector,
        LongVector,
        FloatVector,
        DoubleVector,
        DecimalVector,
        BytesVector,
        StructVector,
        ListVector,
        MapVector {
  private final DataType type;
  private final int size;
  private final boolean @Nullable [] nulls;

  Vector(DataType type, int size, boolean @Nullable [] nulls) {
    this.type = type;
    this.size = size;
    this.nulls = nulls;
  }

  public final DataType type() {
    return type;
  }

  public final int size() {
    return size;
  }

  public final boolean isNull(int i) {
    return nulls != null && nulls[i];
  }

  /** Whether some value may be null; {@code false} means that none is. */
  public final boolean hasNulls() {
    return nulls != null;
  }

  /** Which values are null, at least {@link #size} long; null if none is. */
  public final boolean @Nullable [] nulls() {
    return nulls;
  }

  public boolean booleanAt(int i) {
    throw otherKind("boolean");
  }

  /** The value of a byte, short or int, or the day of a date. */
  public int intAt(int i) {
    throw otherKind("int");
  }

  /** The value of any integer, or the microseconds of a timestamp. */
  public long longAt(int i) {
    throw otherKind("long");
  }

  public float floatAt(int i) {
    throw otherKind("float");
  }

  /** The value of a float or a double. */
  public double doubleAt(int i) {
    throw otherKind("double");
  }

  /** The value of a decimal, of the type's scale. */
  public BigDecimal decimalAt(int i) {
    throw otherKind("decimal");
  }

  public String stringAt(int i) {
    throw otherKind("string");
  }

  /** A copy of the bytes of a binary, or of a string in UTF-8. */
  public byte[] bytesAt(int i) {
    throw otherKind("binary");
  }

  /**
   * The canonical value, see {@link Values}; a struct as {@code Object[]}, a list as {@code List},
   * a map as {@code Map}, of canonical values.
   */
  public final @Nullable Object canonicalAt(int i) {
    return isNull(i) ? null : canonical(i);
  }

  /** The value as a user receives it, see {@link Values}; nested ones as Row, List and Map. */
  public final @Nullable Object valueAt(int i) {
    return isNull(i) ? null : external(i);
  }

  abstract Object canonical(int i);

  Object external(int i) {
    return Values.external(type, canonical(i));
  }

  /** The values at the first {@code count} positions of {@code rows}, in that order. */
  public abstract Vector select(int[] rows, int count);

  /** The {@code count} values from {@code from} on. */
  public abstract Vector slice(int from, int count);

  /**
   * The same values, but null where told, whatever stood there.
   *
   * @param nulls at least {@link #size} long
   */
  public abstract Vector withNulls(boolean[] nulls);

  /**
   * A vector of one value, repeated.
   *
   * @param canonical a canonical scalar, or null, which may be of any type
   */
  public static Vector constant(DataType type, @Nullable Object canonical, int size) {
    Argument.require(type, "type", "a DataType");
    return canonical == null ? Constants.nulls(type, size) : Constants.of(type, canonical, size);
  }

  final boolean @Nullable [] selectNulls(int[] rows, int count) {
    if (nulls == null) {
      return null;
    }
    boolean[] kept = new boolean[count];
    boolean some = false;
    for (int k = 0; k < count; k++) {
      kept[k] = nulls[rows[k]];
      some |= kept[k];
    }
    return some ? kept : null;
  }

  final boolean @Nullable [] sliceNulls(int from, int count) {
    if (nulls == null || from == 0) {
      return nulls;
    }
    return Arrays.copyOfRange(nulls, from, from + count);
  }

  static int[] sliceOf(int[] values, int from, int count) {
    return from == 0 ? values : Arrays.copyOfRange(values, from, from + count);
  }

  static int[] selectOf(int[] values, int[] rows, int count) {
    int[] kept = new int[count];
    for (int k = 0; k < count; k++) {
      kept[k] = values[rows[k]];
    }
    return kept;
  }

  private IllegalArgumentException otherKind(String asked) {
    return new IllegalArgumentException(
        "a vector of type " + type.text() + " has no " + asked + " values");
  }

  /** Vectors of one repeated value. */
  private static final class Constants {
    private Constants() {}

    static Vector nulls(DataType type, int size) {
      boolean[] nulls = new boolean[size];
      Arrays.fill(nulls, true);
      if (type instanceof StructType struct) {
        Vector[] children = new Vector[struct.size()];
        for (int c = 0; c < children.length; c++) {
          children[c] = nulls(struct.field(c).type(), size);
        }
        return new StructVector(struct, children, size, nulls);
      }
      int[] zeros = new int[size];
      if (type instanceof ListType list) {
        return new ListVector(list, nulls(list.element(), 0), zeros, zeros, size, nulls);
      }
      if (type instanceof MapType map) {
        Vector keys = nulls(map.key(), 0);
        Vector values = nulls(map.value(), 0);
        return new MapVector(map, keys, values, zeros, zeros, size, nulls);
      }
      if (type instanceof DecimalType decimal) {
        return decimal.precision() <= DecimalVector.MAX_COMPACT_PRECISION
            ? new DecimalVector(decimal, new long[size], size, nulls)
            : new DecimalVector(decimal, new BigDecimal[size], size, nulls);
      }
      return switch ((PrimitiveType) type) {
        case BOOLEAN -> new BooleanVector(new boolean[size], size, nulls);
        case BYTE, SHORT, INT, DATE -> new IntVector(type, zeros, size, nulls);
        case LONG, TIMESTAMP, TIMESTAMP_NTZ -> new LongVector(type, new long[size], size, nulls);
        case FLOAT -> new FloatVector(new float[size], size, nulls);
        case DOUBLE -> new DoubleVector(new double[size], size, nulls);
        case STRING, BINARY -> new BytesVector(type, new byte[0], zeros, zeros, size, nulls);
      };
    }

    static Vector of(DataType type, Object value, int size) {
      if (type instanceof DecimalType decimal) {
        return DecimalVector.constant(decimal, (BigDecimal) value, size);
      }
      if (!(type instanceof PrimitiveType primitive)) {
        throw new IllegalArgumentException("a constant of type " + type.text() + " must be null");
      }
      return switch (primitive) {
        case BOOLEAN -> {
          boolean[] values = new boolean[size];
          Arrays.fill(values, (Boolean) value);
          yield new BooleanVector(values, size, null);
        }
        case BYTE, SHORT, INT, DATE -> {
          int[] values = new int[size];
          Arrays.fill(values, (Integer) value);
          yield new IntVector(type, values, size, null);
        }
        case LONG, TIMESTAMP, TIMESTAMP_NTZ -> {
          long[] values = new long[size];
          Arrays.fill(values, (Long) value);
          yield new LongVector(type, values, size, null);
        }
        case FLOAT -> {
          float[] values = new float[size];
          Arrays.fill(values, (Float) value);
          yield new FloatVector(values, size, null);
        }
        case DOUBLE -> {
          double[] values = new double[size];
          Arrays.fill(values, (Double) value);
          yield new DoubleVector(values, size, null);
        }
        case STRING, BINARY ->
            new BytesVector(BytesVector.of(type, value), new int[size], size, null);
      };
    }
  }
}
