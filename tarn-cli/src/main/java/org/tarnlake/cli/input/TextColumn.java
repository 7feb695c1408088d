package org.tarnlake.cli.input;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
import org.tarnlake.schema.Field;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.Values;

/**
 * Makes vectors of the values of a column, as {@link TextValues} reads each of them: common numbers
 * and times are read here without an object for each. One thread at a time.
 */
final class TextColumn {
  private final DataType type;
  private final TextForms forms;
  private final boolean isPlain;
  private final FieldText text = new FieldText();
  private boolean @Nullable [] nulls;

  /** How many lines of the block there are before the record of the text. */
  private int line;

  TextColumn(DataType type, TextForms forms) {
    this.type = type;
    this.forms = forms;
    this.isPlain = forms.isPlain();
  }

  /** Whether the values of a column are scalars that are read here. */
  static boolean suits(Field column) {
    boolean isScalar =
        column.type() instanceof PrimitiveType || column.type() instanceof DecimalType;
    return isScalar && !column.isUntyped() && column.type() != DataType.BINARY;
  }

  /**
   * The values of a block.
   *
   * @param seen counts them; null if nobody does
   * @throws org.tarnlake.error.InvalidDataException if a text is no value of the type
   */
  Vector read(CsvFields fields, int column, @Nullable TextGuess seen) {
    nulls = null;
    if (type instanceof DecimalType decimal) {
      return decimal.precision() <= DecimalVector.MAX_COMPACT_PRECISION
          ? decimals(decimal, fields, column, seen)
          : wideDecimals(decimal, fields, column, seen);
    }
    return switch ((PrimitiveType) type) {
      case LONG -> longs(fields, column, seen);
      case TIMESTAMP, TIMESTAMP_NTZ -> times(fields, column, seen);
      case DOUBLE -> doubles(fields, column, seen);
      case STRING -> strings(fields, column, seen);
      case DATE -> days(fields, column, seen);
      case BYTE, SHORT, INT -> ints(fields, column, seen);
      case FLOAT -> floats(fields, column, seen);
      case BOOLEAN -> booleans(fields, column, seen);
      case BINARY -> throw new AssertionError(type);
    };
  }

  /** Has the text stand for a field; false if that is null, which is noted. */
  private boolean next(CsvFields fields, int record, int column) {
    if (fields.isNull(record, column)) {
      setNull(fields, record);
      return false;
    }
    fields.read(record, column, text);
    line = fields.line(record);
    return true;
  }

  private void setNull(CsvFields fields, int record) {
    boolean[] noted = nulls;
    if (noted == null) {
      noted = new boolean[fields.recordCount()];
      nulls = noted;
    }
    noted[record] = true;
  }

  /** The text as a plain number, which is counted; or else the text is. */
  private long plain(@Nullable TextGuess seen) {
    long plain = isPlain ? NumberText.plain(text) : NumberText.NOT_PLAIN;
    if (seen != null) {
      if (plain == NumberText.NOT_PLAIN) {
        seen.add(text, line);
      } else {
        seen.addPlain(plain, text, line);
      }
    }
    return plain;
  }

  private void count(@Nullable TextGuess seen) {
    if (seen != null) {
      seen.add(text, line);
    }
  }

  /** The canonical value of the text, whatever its form. */
  private Object canonical() {
    return Values.canonical(
        type, Objects.requireNonNull(TextValues.parse(type, text, forms), "a scalar"));
  }

  private Vector longs(CsvFields fields, int column, @Nullable TextGuess seen) {
    int count = fields.recordCount();
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      if (next(fields, i, column)) {
        long plain = plain(seen);
        values[i] =
            plain != NumberText.NOT_PLAIN && NumberText.scale(plain) == 0
                ? NumberText.unscaled(plain)
                : (Long) canonical();
      }
    }
    return new LongVector(type, values, count, nulls);
  }

  private Vector ints(CsvFields fields, int column, @Nullable TextGuess seen) {
    int count = fields.recordCount();
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      if (next(fields, i, column)) {
        long plain = plain(seen);
        boolean isShort =
            plain != NumberText.NOT_PLAIN
                && NumberText.scale(plain) == 0
                && Math.abs(NumberText.unscaled(plain)) <= Byte.MAX_VALUE;
        boolean isInt =
            plain != NumberText.NOT_PLAIN
                && type == DataType.INT
                && NumberText.scale(plain) == 0
                && Math.abs(NumberText.unscaled(plain)) <= Integer.MAX_VALUE;
        values[i] = isShort || isInt ? (int) NumberText.unscaled(plain) : (Integer) canonical();
      }
    }
    return new IntVector(type, values, count, nulls);
  }

  private Vector doubles(CsvFields fields, int column, @Nullable TextGuess seen) {
    int count = fields.recordCount();
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      if (next(fields, i, column)) {
        long plain = plain(seen);
        values[i] =
            NumberText.isPlainDouble(plain) ? NumberText.plainDouble(plain) : (Double) canonical();
      }
    }
    return new DoubleVector(values, count, nulls);
  }

  private Vector floats(CsvFields fields, int column, @Nullable TextGuess seen) {
    int count = fields.recordCount();
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      if (next(fields, i, column)) {
        count(seen);
        values[i] = (Float) canonical();
      }
    }
    return new FloatVector(values, count, nulls);
  }

  private Vector booleans(CsvFields fields, int column, @Nullable TextGuess seen) {
    int count = fields.recordCount();
    boolean[] values = new boolean[count];
    for (int i = 0; i < count; i++) {
      if (next(fields, i, column)) {
        count(seen);
        values[i] = (Boolean) canonical();
      }
    }
    return new BooleanVector(values, count, nulls);
  }

  private Vector decimals(
      DecimalType decimal, CsvFields fields, int column, @Nullable TextGuess seen) {
    int count = fields.recordCount();
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      if (next(fields, i, column)) {
        long plain = plain(seen);
        values[i] =
            NumberText.isPlainDecimal(decimal, plain)
                ? NumberText.plainDecimal(decimal, plain)
                : ((BigDecimal) canonical()).unscaledValue().longValueExact();
      }
    }
    return new DecimalVector(decimal, values, count, nulls);
  }

  private Vector wideDecimals(
      DecimalType decimal, CsvFields fields, int column, @Nullable TextGuess seen) {
    int count = fields.recordCount();
    @Nullable BigDecimal[] values = new @Nullable BigDecimal[count];
    for (int i = 0; i < count; i++) {
      if (next(fields, i, column)) {
        count(seen);
        values[i] = (BigDecimal) canonical();
      }
    }
    return new DecimalVector(decimal, values, count, nulls);
  }

  private Vector times(CsvFields fields, int column, @Nullable TextGuess seen) {
    int count = fields.recordCount();
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      if (next(fields, i, column)) {
        int length = text.length();
        boolean isUtc = length > 0 && text.charAt(length - 1) == 'Z';
        boolean suits = isPlain && (!isUtc || type == DataType.TIMESTAMP);
        long micros = suits ? TimeText.micros(text, isUtc ? length - 1 : length) : TimeText.NONE;
        if (micros == TimeText.NONE) {
          count(seen);
          values[i] = (Long) canonical();
        } else {
          if (seen != null) {
            seen.addTime(isUtc ? DataType.TIMESTAMP : DataType.TIMESTAMP_NTZ, text, line);
          }
          values[i] = micros;
        }
      }
    }
    return new LongVector(type, values, count, nulls);
  }

  private Vector days(CsvFields fields, int column, @Nullable TextGuess seen) {
    int count = fields.recordCount();
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      if (next(fields, i, column)) {
        if (isPlain && TimeText.isDate(text)) {
          if (seen != null) {
            seen.addTime(type, text, line);
          }
          values[i] = TimeText.day(text);
        } else {
          count(seen);
          values[i] = (Integer) canonical();
        }
      }
    }
    return new IntVector(type, values, count, nulls);
  }

  /** Ranges of the block's text, unless one of them has to be rewritten. */
  private Vector strings(CsvFields fields, int column, @Nullable TextGuess seen) {
    int count = fields.recordCount();
    int[] starts = new int[count];
    int[] ends = new int[count];
    for (int i = 0; i < count; i++) {
      if (next(fields, i, column)) {
        count(seen);
        starts[i] = fields.start(i, column);
        ends[i] = fields.end(i, column);
        if (starts[i] < 0) {
          return copied(fields, column, i, starts, ends, seen);
        }
      }
    }
    return new BytesVector(type, fields.bytes(), starts, ends, count, nulls);
  }

  /**
   * The values in an array of their own.
   *
   * @param from those before are ranges of the block's text
   */
  private Vector copied(
      CsvFields fields, int column, int from, int[] starts, int[] ends, @Nullable TextGuess seen) {
    int count = fields.recordCount();
    int size = 0;
    for (int i = 0; i < count; i++) {
      size += fields.isNull(i, column) ? 0 : fields.length(i, column);
    }
    byte[] data = new byte[size];
    int at = 0;
    for (int i = 0; i < count; i++) {
      if (next(fields, i, column)) {
        if (i > from) {
          count(seen);
        }
        starts[i] = at;
        at += text.copyTo(data, at);
        ends[i] = at;
      }
    }
    return new BytesVector(type, data, starts, ends, count, nulls);
  }
}
