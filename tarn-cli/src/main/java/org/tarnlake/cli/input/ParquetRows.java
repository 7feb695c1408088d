package org.tarnlake.cli.input;

import java.util.BitSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.ParquetFile;
import org.tarnlake.Rows;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;

/** The rows of a Parquet file. One thread at a time. */
final class ParquetRows implements RowReader {
  private static final Set<DataType> WHOLE =
      Set.of(DataType.BYTE, DataType.SHORT, DataType.INT, DataType.LONG);
  private static final Set<DataType> FLOATING = Set.of(DataType.FLOAT, DataType.DOUBLE);

  private final String file;
  private final Rows rows;
  private final int[] ordinals;
  private final BitSet present;
  private final @Nullable Object[] empty;
  private long row;

  ParquetRows(String file, ParquetFile parquet, StructType columns, Reading.Target target) {
    this.file = file;
    this.empty = new ColumnDefaults(columns).row();
    StructType given = parquet.columns();
    this.ordinals = new int[given.size()];
    @Nullable String[] names = new @Nullable String[columns.size()];
    for (int i = 0; i < ordinals.length; i++) {
      String name = given.field(i).name();
      ordinals[i] = ColumnNames.find(columns, name, i + 1);
      if (ordinals[i] < 0) {
        throw new Failure("%s: %s".formatted(file, target.lacks(name, columns)));
      }
      DataType wanted = columns.field(ordinals[i]).type();
      if (!columns.field(ordinals[i]).isUntyped() && !isKept(given.field(i).type(), wanted)) {
        throw new Failure(
            "%s: column '%s' is %s, but %s in the table; convert it before the import"
                .formatted(file, name, given.field(i).type().text(), wanted.text()));
      }
      String other = names[ordinals[i]];
      if (other != null) {
        String column = columns.field(ordinals[i]).name();
        throw new Failure(file + ": " + ColumnNames.meeting(other, name, column) + "; rename one");
      }
      names[ordinals[i]] = name;
    }
    this.present = RowReader.setOf(ordinals);
    this.rows = parquet.rows();
  }

  /** Whether a type takes values of another, be it only those that it does not change. */
  private static boolean isKept(DataType given, DataType wanted) {
    if (given instanceof ListType from && wanted instanceof ListType to) {
      return isKept(from.element(), to.element());
    }
    if (given instanceof MapType from && wanted instanceof MapType to) {
      return isKept(from.key(), to.key()) && isKept(from.value(), to.value());
    }
    if (given instanceof StructType && wanted instanceof StructType) {
      return true; // Fields are found by name, row by row.
    }
    boolean whole = WHOLE.contains(given);
    return given.equals(wanted)
        || (WHOLE.contains(wanted) && whole)
        || (wanted instanceof DecimalType && (whole || given instanceof DecimalType))
        || (FLOATING.contains(wanted) && (whole || FLOATING.contains(given)));
  }

  @Override
  public @Nullable Object @Nullable [] next() {
    if (!rows.next()) {
      return null;
    }
    row++;
    @Nullable Object[] values = empty.clone();
    for (int i = 0; i < ordinals.length; i++) {
      values[ordinals[i]] = rows.get(i);
    }
    return values;
  }

  @Override
  public BitSet present() {
    return present;
  }

  @Override
  public String position() {
    return file + ", row " + row;
  }

  @Override
  public RejectedRow asRejected(@Nullable String column, String reason, Supplier<String> json) {
    return new RejectedRow(row, 1, column, reason, json.get());
  }

  @Override
  public void close() {
    rows.close();
  }
}
