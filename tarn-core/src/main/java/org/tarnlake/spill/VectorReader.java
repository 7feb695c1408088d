package org.tarnlake.spill;

import java.io.DataInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BooleanVector;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.DecimalVector;
import org.tarnlake.row.DoubleVector;
import org.tarnlake.row.FloatVector;
import org.tarnlake.row.IntVector;
import org.tarnlake.row.ListVector;
import org.tarnlake.row.LongVector;
import org.tarnlake.row.MapVector;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.StructType;

/** Reads what {@link VectorWriter} wrote. Stateless. */
final class VectorReader {
  private VectorReader() {}

  static Batch batch(DataInputStream in, StructType columns, int rowCount) throws IOException {
    List<Vector> vectors = new ArrayList<>();
    for (Field field : columns.fields()) {
      vectors.add(vector(in, field.type(), rowCount));
    }
    return new Batch(columns, vectors, rowCount);
  }

  private static Vector vector(DataInputStream in, DataType type, int size) throws IOException {
    boolean @Nullable [] nulls = in.readBoolean() ? booleans(in, size) : null;
    if (type instanceof DecimalType decimal) {
      return decimals(in, decimal, size, nulls);
    }
    if (type instanceof StructType struct) {
      Vector[] children = new Vector[struct.size()];
      for (int c = 0; c < children.length; c++) {
        children[c] = vector(in, struct.field(c).type(), size);
      }
      return new StructVector(struct, children, size, nulls);
    }
    if (type instanceof ListType list) {
      int[] ends = ends(in, size);
      Vector elements = vector(in, list.element(), in.readInt());
      return new ListVector(list, elements, starts(ends), ends, size, nulls);
    }
    if (type instanceof MapType map) {
      int[] ends = ends(in, size);
      int count = in.readInt();
      Vector keys = vector(in, map.key(), count);
      return new MapVector(
          map, keys, vector(in, map.value(), count), starts(ends), ends, size, nulls);
    }
    return switch ((PrimitiveType) type) {
      case BOOLEAN -> new BooleanVector(booleans(in, size), size, nulls);
      case BYTE, SHORT, INT, DATE -> {
        int[] values = new int[size];
        bytes(in, size * Integer.BYTES).asIntBuffer().get(values);
        yield new IntVector(type, values, size, nulls);
      }
      case LONG, TIMESTAMP, TIMESTAMP_NTZ -> {
        long[] values = new long[size];
        bytes(in, size * Long.BYTES).asLongBuffer().get(values);
        yield new LongVector(type, values, size, nulls);
      }
      case FLOAT -> {
        float[] values = new float[size];
        bytes(in, size * Float.BYTES).asFloatBuffer().get(values);
        yield new FloatVector(values, size, nulls);
      }
      case DOUBLE -> {
        double[] values = new double[size];
        bytes(in, size * Double.BYTES).asDoubleBuffer().get(values);
        yield new DoubleVector(values, size, nulls);
      }
      case STRING, BINARY -> texts(in, type, size, nulls);
    };
  }

  private static Vector texts(
      DataInputStream in, DataType type, int size, boolean @Nullable [] nulls) throws IOException {
    byte[] data = new byte[1024];
    int[] starts = new int[size];
    int[] ends = new int[size];
    int used = 0;
    for (int i = 0; i < size; i++) {
      int length = in.readInt();
      int end = Math.addExact(used, length);
      if (end > data.length) {
        data =
            Arrays.copyOf(
                data, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(end, 2L * data.length)));
      }
      in.readFully(data, used, length);
      starts[i] = used;
      ends[i] = end;
      used = end;
    }
    return new BytesVector(type, data, starts, ends, size, nulls);
  }

  private static Vector decimals(
      DataInputStream in, DecimalType type, int size, boolean @Nullable [] nulls)
      throws IOException {
    if (type.precision() <= DecimalVector.MAX_COMPACT_PRECISION) {
      long[] values = new long[size];
      bytes(in, size * Long.BYTES).asLongBuffer().get(values);
      return new DecimalVector(type, values, size, nulls);
    }
    @Nullable BigDecimal[] values = new @Nullable BigDecimal[size];
    for (int i = 0; i < size; i++) {
      if (nulls == null || !nulls[i]) {
        byte[] unscaled = new byte[in.readByte()];
        in.readFully(unscaled);
        values[i] = new BigDecimal(new BigInteger(unscaled), type.scale());
      }
    }
    return new DecimalVector(type, values, size, nulls);
  }

  private static boolean[] booleans(DataInputStream in, int size) throws IOException {
    byte[] bytes = bytes(in, size).array();
    boolean[] values = new boolean[size];
    for (int i = 0; i < size; i++) {
      values[i] = bytes[i] != 0;
    }
    return values;
  }

  private static ByteBuffer bytes(DataInputStream in, int count) throws IOException {
    byte[] bytes = new byte[count];
    in.readFully(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private static int[] ends(DataInputStream in, int size) throws IOException {
    int[] ends = new int[size];
    int end = 0;
    for (int i = 0; i < size; i++) {
      end = Math.addExact(end, in.readInt());
      ends[i] = end;
    }
    return ends;
  }

  private static int[] starts(int[] ends) {
    int[] starts = new int[ends.length];
    System.arraycopy(ends, 0, starts, Math.min(1, starts.length), Math.max(0, starts.length - 1));
    return starts;
  }
}
