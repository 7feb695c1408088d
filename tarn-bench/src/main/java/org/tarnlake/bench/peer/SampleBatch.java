package org.tarnlake.bench.peer;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import org.tarnlake.bench.work.Sample;

/** Some sample rows as Kernel's columnar batch, generated column by column. Immutable. */
final class SampleBatch implements ColumnarBatch {
  static final StructType TYPE =
      new StructType()
          .add("id", LongType.LONG)
          .add("time", TimestampType.TIMESTAMP)
          .add("amount", DoubleType.DOUBLE)
          .add("name", StringType.STRING)
          .add("note", StringType.STRING);

  private final int size;
  private final ColumnVector[] columns;

  SampleBatch(Sample sample, long from, int size) {
    this.size = size;
    long[] ids = new long[size];
    long[] times = new long[size];
    double[] amounts = new double[size];
    String[] names = new String[size];
    String[] notes = new String[size];
    for (int i = 0; i < size; i++) {
      ids[i] = sample.id(from + i);
      times[i] = sample.micros(from + i);
      amounts[i] = sample.amount(from + i);
      names[i] = sample.name(from + i);
      notes[i] = sample.note(from + i);
    }
    columns =
        new ColumnVector[] {
          new Longs(LongType.LONG, ids),
          new Longs(TimestampType.TIMESTAMP, times),
          new Doubles(amounts),
          new Strings(names),
          new Strings(notes)
        };
  }

  @Override
  public StructType getSchema() {
    return TYPE;
  }

  @Override
  public ColumnVector getColumnVector(int ordinal) {
    return columns[ordinal];
  }

  @Override
  public int getSize() {
    return size;
  }

  /** A column without nulls. */
  private abstract static class Column implements ColumnVector {
    private final DataType type;
    private final int size;

    Column(DataType type, int size) {
      this.type = type;
      this.size = size;
    }

    @Override
    public DataType getDataType() {
      return type;
    }

    @Override
    public int getSize() {
      return size;
    }

    @Override
    public boolean isNullAt(int row) {
      return false;
    }

    @Override
    public void close() {}
  }

  /** A column of integers or timestamps. */
  static final class Longs extends Column {
    private final long[] values;

    Longs(DataType type, long... values) {
      super(type, values.length);
      this.values = values;
    }

    @Override
    public long getLong(int row) {
      return values[row];
    }
  }

  /** A column of doubles. */
  private static final class Doubles extends Column {
    private final double[] values;

    Doubles(double... values) {
      super(DoubleType.DOUBLE, values.length);
      this.values = values;
    }

    @Override
    public double getDouble(int row) {
      return values[row];
    }
  }

  /** A column of strings. */
  static final class Strings extends Column {
    private final String[] values;

    Strings(String... values) {
      super(StringType.STRING, values.length);
      this.values = values;
    }

    @Override
    public String getString(int row) {
      return values[row];
    }
  }
}
