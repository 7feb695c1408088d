package org.tarnlake.judge;

import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Kernel's values as values that are equal exactly where {@link TarnValues} are. Stateless. */
final class KernelValues {
  private KernelValues() {}

  static @Nullable Object value(ColumnVector vector, int row) {
    if (vector.isNullAt(row)) {
      return null;
    }
    DataType type = vector.getDataType();
    if (type instanceof StructType struct) {
      List<@Nullable Object> fields = new ArrayList<>();
      for (int f = 0; f < struct.length(); f++) {
        fields.add(value(vector.getChild(f), row));
      }
      return fields;
    }
    if (type instanceof ArrayType) {
      ArrayValue array = vector.getArray(row);
      List<@Nullable Object> elements = new ArrayList<>();
      for (int i = 0; i < array.getSize(); i++) {
        elements.add(value(array.getElements(), i));
      }
      return elements;
    }
    if (type instanceof MapType) {
      return map(vector.getMap(row));
    }
    return scalar(vector, type, row);
  }

  private static Map<Object, @Nullable Object> map(MapValue map) {
    Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
    for (int i = 0; i < map.getSize(); i++) {
      Object key = value(map.getKeys(), i);
      if (key == null || entries.containsKey(key)) {
        throw new AssertionError("a map has the key %s twice, or null".formatted(key));
      }
      entries.put(key, value(map.getValues(), i));
    }
    return entries;
  }

  private static Object scalar(ColumnVector vector, DataType type, int row) {
    if (type instanceof BooleanType) {
      return vector.getBoolean(row);
    } else if (type instanceof ByteType) {
      return vector.getByte(row);
    } else if (type instanceof ShortType) {
      return vector.getShort(row);
    } else if (type instanceof IntegerType) {
      return vector.getInt(row);
    } else if (type instanceof LongType) {
      return vector.getLong(row);
    } else if (type instanceof FloatType) {
      return vector.getFloat(row);
    } else if (type instanceof DoubleType) {
      return vector.getDouble(row);
    } else if (type instanceof StringType) {
      return vector.getString(row);
    } else if (type instanceof BinaryType) {
      return ByteBuffer.wrap(vector.getBinary(row));
    } else if (type instanceof DecimalType) {
      return vector.getDecimal(row);
    } else if (type instanceof DateType) {
      return LocalDate.ofEpochDay(vector.getInt(row));
    } else if (type instanceof TimestampType) {
      return instant(vector.getLong(row));
    } else if (type instanceof TimestampNTZType) {
      return LocalDateTime.ofInstant(instant(vector.getLong(row)), ZoneOffset.UTC);
    }
    throw new AssertionError("a value of Kernel's type " + type);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
