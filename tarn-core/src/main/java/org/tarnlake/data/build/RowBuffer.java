package org.tarnlake.data.build;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.Batch;
import org.tarnlake.row.RowValues;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.StructType;

/** Rows on their way into a data file, kept by column. One thread at a time. */
public final class RowBuffer {
  private final StructType type;
  private final Field[] fields;
  private final boolean[] simple;
  private final ColumnBuilder[] columns;
  private int rowCount;

  public RowBuffer(StructType type) {
    this.type = type;
    this.fields = type.fields().toArray(Field[]::new);
    this.simple = new boolean[fields.length];
    this.columns = new ColumnBuilder[fields.length];
    for (int c = 0; c < fields.length; c++) {
      Field field = fields[c];
      boolean scalar = field.type() instanceof PrimitiveType || field.type() instanceof DecimalType;
      simple[c] = scalar && !field.isUntyped();
      columns[c] = ColumnBuilder.of(field.type());
    }
  }

  /**
   * Adds a row of values as users pass them, one for each column.
   *
   * @throws InvalidDataException if there are more or fewer values than columns, or a value is of
   *     another type, does not fit or must not be null; the buffer is as before then
   */
  public void append(@Nullable Object... values) {
    if (values.length != columns.length) {
      throw new InvalidDataException(
          "a row of %s values for %s columns; pass one value for each of %s"
              .formatted(values.length, columns.length, String.join(", ", type.names())));
    }
    int c = 0;
    try {
      for (; c < columns.length; c++) {
        Object value = values[c];
        if (value != null && simple[c]) {
          columns[c].append(value);
        } else {
          columns[c].appendCanonical(RowValues.canonical(fields[c], value));
        }
      }
    } catch (InvalidDataException e) {
      takeBack();
      boolean named = values[c] == null || !simple[c];
      throw named
          ? e
          : new InvalidDataException(
              "column '%s': %s".formatted(fields[c].name(), e.getMessage()), e);
    } catch (RuntimeException | Error e) {
      takeBack();
      throw e;
    }
    rowCount++;
  }

  /**
   * Adds a row of canonical values, see {@link RowValues}, one for each column. They are not
   * checked: it is for rows that Tarn makes itself.
   */
  public void appendCanonical(@Nullable Object[] values) {
    for (int c = 0; c < columns.length; c++) {
      columns[c].appendCanonical(values[c]);
    }
    rowCount++;
  }

  /** Takes back all rows but the first {@code count}. */
  public void truncate(int count) {
    rowCount = count;
    takeBack();
  }

  private void takeBack() {
    for (ColumnBuilder column : columns) {
      column.truncate(rowCount);
    }
  }

  public int rowCount() {
    return rowCount;
  }

  /** About how many bytes of memory the rows take. */
  public long sizeBytes() {
    long size = 0;
    for (ColumnBuilder column : columns) {
      size += column.sizeBytes();
    }
    return size;
  }

  /** The rows so far, copying none; later rows do not show in it. */
  public Batch toBatch() {
    List<Vector> vectors = new ArrayList<>(columns.length);
    Arrays.stream(columns).forEach(column -> vectors.add(column.toVector()));
    return new Batch(type, vectors, rowCount);
  }

  /** Forgets all rows; batches handed out stay as they are. */
  public void clear() {
    for (ColumnBuilder column : columns) {
      column.clear();
    }
    rowCount = 0;
  }
}
