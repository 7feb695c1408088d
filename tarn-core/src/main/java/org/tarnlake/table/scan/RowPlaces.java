package org.tarnlake.table.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tarnlake.row.Batch;
import org.tarnlake.row.IntVector;
import org.tarnlake.row.LongVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/**
 * Where the rows of a batch stand: two columns behind the others, the number of the file within its
 * scan and the position in the file. Stateless.
 */
public final class RowPlaces {
  /** No column of a table has such a name. */
  private static final Field FILE = Field.required("\0file", DataType.INT);

  private static final Field ROW = Field.required("\0row", DataType.LONG);

  private RowPlaces() {}

  /** Columns and the places. */
  public static StructType withPlaces(StructType columns) {
    List<Field> fields = new ArrayList<>(columns.fields());
    fields.add(FILE);
    fields.add(ROW);
    return new StructType(fields);
  }

  /**
   * A batch of consecutive rows of a file with their places.
   *
   * @param file its number
   */
  public static Batch add(Batch batch, int file, long firstRow) {
    int count = batch.rowCount();
    int[] files = new int[count];
    Arrays.fill(files, file);
    long[] rows = new long[count];
    for (int i = 0; i < count; i++) {
      rows[i] = firstRow + i;
    }
    List<Vector> vectors = new ArrayList<>();
    for (int c = 0; c < batch.type().size(); c++) {
      vectors.add(batch.vector(c));
    }
    vectors.add(new IntVector(DataType.INT, files, count, null));
    vectors.add(new LongVector(DataType.LONG, rows, count, null));
    return new Batch(withPlaces(batch.type()), vectors, count);
  }

  /** The number of the file of a row, see {@link ScanCursor#file}. */
  public static int file(Batch batch, int row) {
    return batch.vector(batch.type().size() - 2).intAt(row);
  }

  /** The position of a row in its file. */
  public static long row(Batch batch, int row) {
    return batch.vector(batch.type().size() - 1).longAt(row);
  }

  /** The batch without its places, and without ids (see {@link TrackedRows}). */
  public static Batch drop(Batch batch) {
    int count = 0;
    while (count < batch.type().size() && batch.type().field(count).name().charAt(0) != '\0') {
      count++;
    }
    List<Vector> vectors = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      vectors.add(batch.vector(c));
    }
    return new Batch(
        new StructType(batch.type().fields().subList(0, count)), vectors, batch.rowCount());
  }
}
