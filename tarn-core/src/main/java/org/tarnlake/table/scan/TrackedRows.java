package org.tarnlake.table.scan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.Batch;
import org.tarnlake.row.LongVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.RowIds;
import org.tarnlake.table.write.RowIdColumns;

/**
 * The ids of the rows of a batch, and the versions in which they last changed (PROTOCOL.md, "Row
 * Tracking"): two columns behind those of the table. Null where no commit has given any yet.
 * Stateless.
 */
public final class TrackedRows {
  /** No column of a table has such a name. */
  private static final Field ID = Field.optional("\0row id", DataType.LONG);

  private static final Field VERSION = Field.optional("\0row commit version", DataType.LONG);

  private TrackedRows() {}

  /** Columns and these. */
  public static StructType behind(StructType columns) {
    List<Field> fields = new ArrayList<>(columns.fields());
    fields.add(ID);
    fields.add(VERSION);
    return new StructType(fields);
  }

  /**
   * Consecutive rows with their ids and versions behind their columns.
   *
   * @param columns in which files keep them, as far as they do
   * @param file what the log says of the file; null of rows that no commit has
   * @param firstRow the position of the first row in it
   */
  public static Batch add(Batch rows, RowIdColumns columns, @Nullable RowIds file, long firstRow) {
    int count = rows.rowCount();
    List<Vector> vectors = new ArrayList<>();
    for (int c = 0; c < rows.type().size(); c++) {
      vectors.add(rows.vector(c));
    }
    long[] ids = new long[count];
    long[] versions = new long[count];
    for (int i = 0; i < count; i++) {
      ids[i] = file == null ? 0 : file.baseRowId() + firstRow + i;
      versions[i] = file == null ? 0 : file.defaultCommitVersion();
    }
    vectors.add(orElse(find(rows, columns.id()), ids, file == null));
    vectors.add(orElse(find(rows, columns.version()), versions, file == null));
    return new Batch(behind(rows.type()), vectors, count);
  }

  private static @Nullable Vector find(Batch rows, Field column) {
    int ordinal = rows.type().indexOf(column.name());
    return ordinal < 0 ? null : rows.vector(ordinal);
  }

  /** What a column has, and by default other values, or none. */
  private static Vector orElse(@Nullable Vector kept, long[] defaults, boolean areNull) {
    int count = defaults.length;
    if (areNull) {
      return kept == null ? Vector.constant(DataType.LONG, null, count) : kept;
    }
    if (kept != null) {
      for (int i = 0; i < count; i++) {
        defaults[i] = kept.isNull(i) ? defaults[i] : kept.longAt(i);
      }
    }
    return new LongVector(DataType.LONG, defaults, count, null);
  }

  /** The ids of rows; null if the batch does not tell. */
  public static @Nullable Vector ids(Batch rows) {
    return find(rows, ID);
  }

  /** The versions of rows; null if the batch does not tell. */
  public static @Nullable Vector versions(Batch rows) {
    return find(rows, VERSION);
  }
}
