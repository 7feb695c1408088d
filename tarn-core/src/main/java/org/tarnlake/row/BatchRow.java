package org.tarnlake.row;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;
import org.tarnlake.schema.Untyped;
import org.tarnlake.schema.Values;

/**
 * A row of a batch, which may be moved to others without making an object for each. One thread at a
 * time.
 *
 * <p>A field without a type, see {@link Untyped}, yields its scalar from {@link #get}, and from a
 * typed accessor whatever {@link Values} accepts for that type; {@link #getString} yields any
 * scalar's text.
 */
public final class BatchRow implements Row {
  private final StructType type;
  private Vector[] vectors;
  private int position;

  /** A cursor for batches of one type, to be moved to a row before it is read. */
  public BatchRow(StructType type) {
    this(type, new Vector[0], 0);
    Argument.require(type, "type", "a StructType");
  }

  BatchRow(StructType type, Vector[] vectors, int position) {
    this.type = type;
    this.vectors = vectors;
    this.position = position;
  }

  /** Shows a row of a batch, which must be of this row's type. */
  public void moveTo(Batch batch, int row) {
    Argument.require(batch, "batch", "a Batch");
    vectors = batch.vectors();
    position = row;
  }

  /** Shows another row of the same batch. */
  public void moveTo(int row) {
    position = row;
  }

  @Override
  public StructType type() {
    return type;
  }

  @Override
  public @Nullable Object get(int ordinal) {
    Vector vector = vector(ordinal);
    return vector instanceof BytesVector && !vector.isNull(position) && isUntyped(ordinal)
        ? Untyped.decode(vector.stringAt(position))
        : vector.valueAt(position);
  }

  @Override
  public boolean isNull(int ordinal) {
    return vector(ordinal).isNull(position);
  }

  @Override
  public boolean getBoolean(int ordinal) {
    return vector(ordinal) instanceof BooleanVector booleans
        ? present(booleans, ordinal).booleanAt(position)
        : (Boolean) required(ordinal, DataType.BOOLEAN);
  }

  @Override
  public int getInt(int ordinal) {
    return vector(ordinal) instanceof IntVector ints && ints.type() != DataType.DATE
        ? present(ints, ordinal).intAt(position)
        : (Integer) required(ordinal, DataType.INT);
  }

  @Override
  public long getLong(int ordinal) {
    Vector vector = vector(ordinal);
    return vector.type() == DataType.LONG
            || (vector instanceof IntVector && vector.type() != DataType.DATE)
        ? present(vector, ordinal).longAt(position)
        : (Long) required(ordinal, DataType.LONG);
  }

  @Override
  public float getFloat(int ordinal) {
    return vector(ordinal) instanceof FloatVector floats
        ? present(floats, ordinal).floatAt(position)
        : (Float) required(ordinal, DataType.FLOAT);
  }

  @Override
  public double getDouble(int ordinal) {
    Vector vector = vector(ordinal);
    if (vector instanceof DoubleVector || vector instanceof FloatVector) {
      return present(vector, ordinal).doubleAt(position);
    }
    Number number = untypedNumber(ordinal);
    return number != null ? number.doubleValue() : (Double) required(ordinal, DataType.DOUBLE);
  }

  @Override
  public @Nullable BigDecimal getDecimal(int ordinal) {
    Vector vector = vector(ordinal);
    if (vector instanceof DecimalVector) {
      return vector.isNull(position) ? null : vector.decimalAt(position);
    }
    Number number = untypedNumber(ordinal);
    if (number != null) {
      return new BigDecimal(number.toString());
    }
    return (BigDecimal) untyped(ordinal, new DecimalType(DecimalType.MAX_PRECISION, 0));
  }

  @Override
  public @Nullable String getString(int ordinal) {
    Vector vector = vector(ordinal);
    if (vector.type() != DataType.STRING) {
      throw otherType(ordinal, "string");
    }
    if (vector.isNull(position)) {
      return null;
    }
    String text = vector.stringAt(position);
    return isUntyped(ordinal) ? Untyped.decode(text).toString() : text;
  }

  @Override
  public byte @Nullable [] getBytes(int ordinal) {
    Vector vector = typed(ordinal, DataType.BINARY);
    return vector.isNull(position) ? null : vector.bytesAt(position);
  }

  @Override
  public @Nullable LocalDate getDate(int ordinal) {
    return (LocalDate) typed(ordinal, DataType.DATE).valueAt(position);
  }

  @Override
  public @Nullable Instant getTimestamp(int ordinal) {
    return (Instant) typed(ordinal, DataType.TIMESTAMP).valueAt(position);
  }

  @Override
  public @Nullable LocalDateTime getTimestampNtz(int ordinal) {
    return (LocalDateTime) typed(ordinal, DataType.TIMESTAMP_NTZ).valueAt(position);
  }

  @Override
  public @Nullable Row getStruct(int ordinal) {
    if (vector(ordinal).type() instanceof StructType) {
      return (Row) vectors[ordinal].valueAt(position);
    }
    throw otherType(ordinal, "struct");
  }

  @Override
  @SuppressWarnings("unchecked")
  public @Nullable List<@Nullable Object> getList(int ordinal) {
    if (vector(ordinal).type() instanceof ListType) {
      return (List<@Nullable Object>) vectors[ordinal].valueAt(position);
    }
    throw otherType(ordinal, "list");
  }

  @Override
  @SuppressWarnings("unchecked")
  public @Nullable Map<Object, @Nullable Object> getMap(int ordinal) {
    if (vector(ordinal).type() instanceof MapType) {
      return (Map<Object, @Nullable Object>) vectors[ordinal].valueAt(position);
    }
    throw otherType(ordinal, "map");
  }

  /** The fields as {@code {id=1, name=Ada}}. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("{");
    for (int c = 0; c < vectors.length; c++) {
      Object value = get(c);
      out.append(c == 0 ? "" : ", ").append(type.field(c).name()).append('=');
      out.append(value instanceof byte[] bytes ? bytes.length + " bytes" : value);
    }
    return out.append('}').toString();
  }

  private Vector vector(int ordinal) {
    if (ordinal < 0 || ordinal >= vectors.length) {
      throw new InvalidDataException(
          "no column %s; there are %s, counted from 0".formatted(ordinal, vectors.length));
    }
    return vectors[ordinal];
  }

  private Vector typed(int ordinal, DataType wanted) {
    Vector vector = vector(ordinal);
    if (vector.type() != wanted) {
      throw otherType(ordinal, wanted.text());
    }
    return vector;
  }

  private <V extends Vector> V present(V vector, int ordinal) {
    if (vector.isNull(position)) {
      throw nullValue(ordinal);
    }
    return vector;
  }

  private Object required(int ordinal, DataType wanted) {
    Object value = untyped(ordinal, wanted);
    if (value == null) {
      throw nullValue(ordinal);
    }
    return value;
  }

  /** The canonical value of an untyped field as {@code wanted}. */
  private @Nullable Object untyped(int ordinal, DataType wanted) {
    if (!isUntyped(ordinal)) {
      throw otherType(ordinal, wanted.text());
    }
    if (vectors[ordinal].isNull(position)) {
      return null;
    }
    try {
      return Values.canonical(wanted, Untyped.decode(vectors[ordinal].stringAt(position)));
    } catch (InvalidDataException e) {
      throw new InvalidDataException(
          "column '%s': %s".formatted(type.field(ordinal).name(), e.getMessage()), e);
    }
  }

  /** The number in an untyped field; null if there is none. */
  private @Nullable Number untypedNumber(int ordinal) {
    return isUntyped(ordinal)
            && !vectors[ordinal].isNull(position)
            && Untyped.decode(vectors[ordinal].stringAt(position)) instanceof Number number
        ? number
        : null;
  }

  private boolean isUntyped(int ordinal) {
    return type.field(ordinal).isUntyped();
  }

  private InvalidDataException nullValue(int ordinal) {
    return new InvalidDataException(
        "column '%s' is null; ask isNull first".formatted(type.field(ordinal).name()));
  }

  private InvalidDataException otherType(int ordinal, String wanted) {
    return new InvalidDataException(
        "column '%s' is of type %s, not %s"
            .formatted(type.field(ordinal).name(), type.field(ordinal).type().text(), wanted));
  }
}
