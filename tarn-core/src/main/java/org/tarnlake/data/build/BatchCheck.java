package org.tarnlake.data.build;

import java.util.Objects;
import org.tarnlake.data.bytes.Utf8;
import org.tarnlake.error.InvalidDataException;
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

/** Whether the columns of a batch may be those of a table or file. Stateless. */
public final class BatchCheck {
  private static final long[] POWERS_OF_TEN = new long[DecimalVector.MAX_COMPACT_PRECISION + 1];

  static {
    for (int i = 0; i < POWERS_OF_TEN.length; i++) {
      POWERS_OF_TEN[i] = i == 0 ? 1 : 10 * POWERS_OF_TEN[i - 1];
    }
  }

  private BatchCheck() {}

  /**
   * That the columns of a batch are, by position, those of something: of the same types, whatever
   * may be null in them, and their names, too.
   *
   * @param owner such as {@code the file}
   * @throws InvalidDataException if they are not
   */
  public static void requireTypes(String owner, StructType columns, StructType given) {
    if (given.size() != columns.size()) {
      throw new InvalidDataException(
          "a batch of %s columns for the %s of %s; it must have %s"
              .formatted(given.size(), columns.size(), owner, String.join(", ", columns.names())));
    }
    for (int c = 0; c < columns.size(); c++) {
      Field column = columns.field(c);
      Field other = given.field(c);
      if (!isOfType(column, other)) {
        throw new InvalidDataException(
            "column %s of %s is '%s', and of the batch '%s'; pass a batch of the same types"
                .formatted(c + 1, owner, column, other));
      }
    }
  }

  private static boolean isOfType(Field column, Field other) {
    return column.isUntyped() == other.isUntyped() && isSame(column.type(), other.type());
  }

  /** Whether two types are the same, whatever may be null in them. */
  private static boolean isSame(DataType type, DataType other) {
    if (type instanceof ListType list && other instanceof ListType otherList) {
      return isSame(list.element(), otherList.element());
    }
    if (type instanceof MapType map && other instanceof MapType otherMap) {
      return isSame(map.key(), otherMap.key()) && isSame(map.value(), otherMap.value());
    }
    if (type instanceof StructType struct && other instanceof StructType otherStruct) {
      boolean same = struct.names().equals(otherStruct.names());
      for (int i = 0; same && i < struct.size(); i++) {
        same = isOfType(struct.field(i), otherStruct.field(i));
      }
      return same;
    }
    return type.equals(other);
  }

  /** Whether columns have scalars only, each of a type of its own. */
  public static boolean isFlat(StructType columns) {
    for (Field field : columns.fields()) {
      boolean scalar = field.type() instanceof PrimitiveType || field.type() instanceof DecimalType;
      if (!scalar || field.isUntyped()) {
        return false;
      }
    }
    return true;
  }

  /**
   * The first row that has a value which its column's type does not, such as a string that is no
   * UTF-8, or a null where none may be; -1 if there is none. Nulls within values are not looked at.
   */
  public static int firstWrong(StructType columns, Batch batch) {
    int first = batch.rowCount();
    for (int c = 0; c < columns.size(); c++) {
      first = firstWrong(columns.field(c), batch.vector(c), first);
    }
    return first == batch.rowCount() ? -1 : first;
  }

  private static int firstWrong(Field field, Vector vector, int count) {
    if (!field.nullable() && vector.hasNulls()) {
      for (int i = 0; i < count; i++) {
        if (vector.isNull(i)) {
          return firstWrong(vector, i);
        }
      }
    }
    return firstWrong(vector, count);
  }

  private static int firstWrong(Vector vector, int count) {
    if (count > 0 && isSoundAnyway(vector, count - 1)) {
      return count;
    }
    for (int i = 0; i < count; i++) {
      if (!vector.isNull(i) && !isSound(vector, i)) {
        return i;
      }
    }
    return count;
  }

  /** Whether a vector can hold nothing else than values of its type; it has this one, at least. */
  private static boolean isSoundAnyway(Vector vector, int last) {
    if (vector instanceof LongVector longs) {
      Objects.checkIndex(last, longs.values().length);
    } else if (vector instanceof DoubleVector doubles) {
      Objects.checkIndex(last, doubles.values().length);
    } else if (vector instanceof FloatVector floats) {
      Objects.checkIndex(last, floats.values().length);
    } else if (vector instanceof BooleanVector booleans) {
      Objects.checkIndex(last, booleans.values().length);
    } else {
      return false;
    }
    return true;
  }

  /** Whether a value that is not null is one of its type, with all that is in it. */
  private static boolean isSound(Vector vector, int i) {
    if (vector instanceof BytesVector bytes) {
      int start = bytes.startAt(i);
      int end = bytes.endAt(i);
      Objects.checkFromToIndex(start, end, bytes.data().length);
      return bytes.type() != DataType.STRING || Utf8.indexOfInvalid(bytes.data(), start, end) < 0;
    }
    if (vector instanceof IntVector ints) {
      int value = ints.intAt(i);
      return ints.type() == DataType.BYTE
          ? value == (byte) value
          : ints.type() != DataType.SHORT || value == (short) value;
    }
    if (vector instanceof DecimalVector decimals) {
      DecimalType type = (DecimalType) decimals.type();
      return decimals.isCompact()
          ? Math.abs(decimals.unscaledAt(i)) < POWERS_OF_TEN[type.precision()]
          : decimals.decimalAt(i).scale() == type.scale()
              && decimals.decimalAt(i).precision() <= type.precision();
    }
    if (vector instanceof StructVector struct) {
      for (int c = 0; c < ((StructType) struct.type()).size(); c++) {
        if (!isSound(struct.child(c), i, i + 1)) {
          return false;
        }
      }
      return true;
    }
    if (vector instanceof ListVector lists) {
      return isSound(lists.elements(), lists.startAt(i), lists.endAt(i));
    }
    return !(vector instanceof MapVector maps)
        || (isSound(maps.keys(), maps.startAt(i), maps.endAt(i))
            && isSound(maps.values(), maps.startAt(i), maps.endAt(i)));
  }

  private static boolean isSound(Vector vector, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!vector.isNull(i) && !isSound(vector, i)) {
        return false;
      }
    }
    return true;
  }

  /** What is wrong with the row that {@link #firstWrong} found. */
  public static InvalidDataException problem(StructType columns, Batch batch, int row) {
    for (int c = 0; c < columns.size(); c++) {
      Field field = columns.field(c);
      Vector vector = batch.vector(c);
      if (vector.isNull(row) && !field.nullable()) {
        return new InvalidDataException(
            "column '%s' must not be null; pass a value, or let the column be null (tarn alter ... null)"
                .formatted(field.name()));
      }
      if (!vector.isNull(row) && !isSound(vector, row)) {
        return new InvalidDataException(
            "column '%s': %s".formatted(field.name(), wrongValue(vector, row)));
      }
    }
    throw new AssertionError("nothing is wrong with row " + row);
  }

  private static String wrongValue(Vector vector, int i) {
    if (vector instanceof IntVector ints) {
      return "%s does not fit %s without loss".formatted(ints.intAt(i), vector.type().text());
    }
    if (vector instanceof DecimalVector decimals) {
      return "%s does not fit %s without loss"
          .formatted(decimals.decimalAt(i), vector.type().text());
    }
    if (vector instanceof BytesVector bytes) {
      return "'%s' is not UTF-8"
          .formatted(Utf8.shown(bytes.data(), bytes.startAt(i), bytes.endAt(i)));
    }
    return "a value in it is none of its type: a string is not UTF-8, or a number does not fit";
  }
}
