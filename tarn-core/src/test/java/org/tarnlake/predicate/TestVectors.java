package org.tarnlake.predicate;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tarnlake.row.BooleanVector;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.DecimalVector;
import org.tarnlake.row.DoubleVector;
import org.tarnlake.row.FloatVector;
import org.tarnlake.row.IntVector;
import org.tarnlake.row.LongVector;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.StructType;

/** Makes vectors of canonical values, a struct being an {@code Object[]}. */
final class TestVectors {
  private TestVectors() {}

  static Vector of(DataType type, List<Object> values, boolean dictionary) {
    int size = values.size();
    boolean[] nulls = new boolean[size];
    for (int i = 0; i < size; i++) {
      nulls[i] = values.get(i) == null;
    }
    if (type instanceof StructType struct) {
      Vector[] children = new Vector[struct.size()];
      for (int c = 0; c < children.length; c++) {
        int ordinal = c;
        List<Object> fields =
            new ArrayList<>(
                values.stream().map(v -> v == null ? null : ((Object[]) v)[ordinal]).toList());
        children[c] = of(struct.field(c).type(), fields, dictionary);
      }
      return new StructVector(struct, children, size, nulls);
    }
    if (type instanceof DecimalType decimal) {
      return decimal(decimal, values, nulls);
    }
    switch ((PrimitiveType) type) {
      case BOOLEAN -> {
        boolean[] data = new boolean[size];
        for (int i = 0; i < size; i++) {
          data[i] = values.get(i) != null && (Boolean) values.get(i);
        }
        return new BooleanVector(data, size, nulls);
      }
      case BYTE, SHORT, INT, DATE -> {
        int[] data = values.stream().mapToInt(v -> v == null ? 7 : (Integer) v).toArray();
        return new IntVector(type, data, size, nulls);
      }
      case LONG, TIMESTAMP, TIMESTAMP_NTZ -> {
        long[] data = values.stream().mapToLong(v -> v == null ? 7 : (Long) v).toArray();
        return new LongVector(type, data, size, nulls);
      }
      case FLOAT -> {
        float[] data = new float[size];
        for (int i = 0; i < size; i++) {
          data[i] = values.get(i) == null ? 7 : (Float) values.get(i);
        }
        return new FloatVector(data, size, nulls);
      }
      case DOUBLE -> {
        double[] data = values.stream().mapToDouble(v -> v == null ? 7 : (Double) v).toArray();
        return new DoubleVector(data, size, nulls);
      }
      case STRING, BINARY -> {
        return bytes(type, values, dictionary, nulls);
      }
    }
    throw new AssertionError(type);
  }

  private static Vector decimal(DecimalType type, List<Object> values, boolean[] nulls) {
    if (type.precision() > DecimalVector.MAX_COMPACT_PRECISION) {
      return new DecimalVector(type, values.toArray(BigDecimal[]::new), values.size(), nulls);
    }
    long[] unscaled =
        values.stream()
            .mapToLong(v -> v == null ? 7 : ((BigDecimal) v).unscaledValue().longValueExact())
            .toArray();
    return new DecimalVector(type, unscaled, values.size(), nulls);
  }

  private static Vector bytes(
      DataType type, List<Object> values, boolean dictionary, boolean[] nulls) {
    if (!dictionary) {
      return plain(type, values, nulls);
    }
    Map<Object, Integer> entries = new LinkedHashMap<>();
    int[] ids = new int[values.size()];
    for (int i = 0; i < ids.length; i++) {
      Object value = values.get(i);
      if (value != null) {
        ids[i] = entries.computeIfAbsent(value, v -> entries.size());
      }
    }
    BytesVector plain = plain(type, new ArrayList<>(entries.keySet()), null);
    return new BytesVector(plain, ids, values.size(), nulls);
  }

  private static BytesVector plain(DataType type, List<Object> values, boolean[] nulls) {
    byte[] data = {42};
    int[] starts = new int[values.size()];
    int[] ends = new int[values.size()];
    for (int i = 0; i < starts.length; i++) {
      Object value = values.get(i);
      byte[] bytes =
          value == null
              ? new byte[0]
              : value instanceof String text
                  ? text.getBytes(StandardCharsets.UTF_8)
                  : (byte[]) value;
      starts[i] = data.length;
      data = Arrays.copyOf(data, data.length + bytes.length);
      System.arraycopy(bytes, 0, data, starts[i], bytes.length);
      ends[i] = data.length;
    }
    return new BytesVector(type, data, starts, ends, values.size(), nulls);
  }
}
