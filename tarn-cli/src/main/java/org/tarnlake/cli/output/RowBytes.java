package org.tarnlake.cli.output;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.Row;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.StructType;
import org.tarnlake.schema.Untyped;
import org.tarnlake.schema.Values;

/** Rows of any types as bytes, for as long as the process lives, and back. Immutable. */
record RowBytes(StructType type) {

  byte[] bytes(Row row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      // Behind these columns there may be others, by which rows are sorted.
      writeFields(new DataOutputStream(bytes), row, type.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The values of a row, as {@code Transaction.append} takes them. */
  @Nullable Object[] values(byte[] row) {
    try {
      return readFields(new DataInputStream(new ByteArrayInputStream(row)), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeFields(DataOutputStream out, Row row, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Object value = row.get(i);
      Field field = row.type().field(i);
      if (value != null && field.isUntyped()) {
        value = Untyped.encode(value);
      }
      write(out, field.type(), value);
    }
  }

  private static @Nullable Object[] readFields(DataInputStream in, StructType type)
      throws IOException {
    @Nullable Object[] values = new @Nullable Object[type.size()];
    for (int i = 0; i < values.length; i++) {
      Field field = type.field(i);
      Object value = read(in, field.type());
      values[i] = value != null && field.isUntyped() ? Untyped.decode((String) value) : value;
    }
    return values;
  }

  private static void write(DataOutputStream out, DataType type, @Nullable Object value)
      throws IOException {
    out.writeBoolean(value != null);
    if (value == null) {
      return;
    }
    if (type instanceof StructType) {
      Row struct = (Row) value;
      writeFields(out, struct, struct.type().size());
    } else if (type instanceof ListType list) {
      List<?> elements = (List<?>) value;
      out.writeInt(elements.size());
      for (Object element : elements) {
        write(out, list.element(), element);
      }
    } else if (type instanceof MapType map) {
      Map<?, ?> entries = (Map<?, ?>) value;
      out.writeInt(entries.size());
      for (Map.Entry<?, ?> entry : entries.entrySet()) {
        write(out, map.key(), entry.getKey());
        write(out, map.value(), entry.getValue());
      }
    } else if (type instanceof DecimalType) {
      writeBytes(out, ((BigDecimal) value).unscaledValue().toByteArray());
    } else {
      writeScalar(out, (PrimitiveType) type, Values.canonical(type, value));
    }
  }

  private static void writeScalar(DataOutputStream out, PrimitiveType type, Object canonical)
      throws IOException {
    switch (type) {
      case BOOLEAN -> out.writeBoolean((Boolean) canonical);
      case BYTE, SHORT, INT, DATE -> out.writeInt((Integer) canonical);
      case LONG, TIMESTAMP, TIMESTAMP_NTZ -> out.writeLong((Long) canonical);
      case FLOAT -> out.writeFloat((Float) canonical);
      case DOUBLE -> out.writeDouble((Double) canonical);
      case STRING -> writeBytes(out, ((String) canonical).getBytes(StandardCharsets.UTF_8));
      case BINARY -> writeBytes(out, (byte[]) canonical);
    }
  }

  private static @Nullable Object read(DataInputStream in, DataType type) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    if (type instanceof StructType struct) {
      return readFields(in, struct);
    }
    if (type instanceof ListType list) {
      List<@Nullable Object> elements = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        elements.add(read(in, list.element()));
      }
      return elements;
    }
    if (type instanceof MapType map) {
      Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        Object key = Objects.requireNonNull(read(in, map.key()));
        entries.put(key, read(in, map.value()));
      }
      return entries;
    }
    if (type instanceof DecimalType decimal) {
      return new BigDecimal(new BigInteger(readBytes(in)), decimal.scale());
    }
    return Values.external(type, readScalar(in, (PrimitiveType) type));
  }

  private static Object readScalar(DataInputStream in, PrimitiveType type) throws IOException {
    return switch (type) {
      case BOOLEAN -> in.readBoolean();
      case BYTE, SHORT, INT, DATE -> in.readInt();
      case LONG, TIMESTAMP, TIMESTAMP_NTZ -> in.readLong();
      case FLOAT -> in.readFloat();
      case DOUBLE -> in.readDouble();
      case STRING -> new String(readBytes(in), StandardCharsets.UTF_8);
      case BINARY -> readBytes(in);
    };
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }
}
