package org.tarnlake.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.build.BatchCheck;
import org.tarnlake.data.build.RowBuffer;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BooleanVector;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.DecimalVector;
import org.tarnlake.row.FloatVector;
import org.tarnlake.row.IntVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.StructType;

/**
 * Rows of a table that are in no file yet, in their order: batches as they came, and rows behind
 * them. One thread at a time.
 */
final class TableBuffer {
  /** Smaller batches are put together with others: files are not encoded in small pieces. */
  private static final int ROWS_OF_A_BATCH_MIN = 512;

  private static final int TEXT_OF_A_BATCH_MIN = 1 << 16;

  private final StructType columns;
  private final boolean isFlat;
  private final List<Batch> batches = new ArrayList<>();
  private long batchBytes;
  private final StructType given;
  private final UnaryOperator<Batch> check;
  private RowBuffer rows;

  /**
   * @param given the columns as rows have them that are added one by one
   * @param check makes of such rows, when they are looked at together, those with all columns;
   *     throws InvalidDataException if one breaks a constraint
   */
  TableBuffer(StructType columns, StructType given, UnaryOperator<Batch> check) {
    this.columns = columns;
    this.given = given;
    this.check = check;
    this.isFlat = BatchCheck.isFlat(columns);
    this.rows = new RowBuffer(given);
  }

  /**
   * Adds a row, as {@link RowBuffer#append} does.
   *
   * @throws InvalidDataException if it breaks the schema; nothing was added then
   */
  void append(@Nullable Object[] row) {
    rows.append(row);
  }

  /** How many rows there are behind the batches. */
  int looseRows() {
    return rows.rowCount();
  }

  /** Takes back all rows behind the batches but the first {@code count}. */
  void truncate(int count) {
    rows.truncate(count);
  }

  /** The columns as rows have them that are added one by one. */
  StructType given() {
    return given;
  }

  /** Whether a batch can be kept as it is. */
  boolean takes(Batch batch) {
    return isFlat
        && (batch.rowCount() >= ROWS_OF_A_BATCH_MIN || textBytes(batch) >= TEXT_OF_A_BATCH_MIN);
  }

  private static long textBytes(Batch batch) {
    long bytes = 0;
    for (int c = 0; c < batch.type().size(); c++) {
      bytes += batch.vector(c) instanceof BytesVector texts ? textBytes(texts) : 0;
    }
    return bytes;
  }

  private static long textBytes(BytesVector texts) {
    long bytes = 0;
    for (int i = 0; i < texts.size(); i++) {
      bytes += texts.isNull(i) ? 0 : texts.endAt(i) - texts.startAt(i);
    }
    return bytes;
  }

  /** Adds a batch whose columns are those of the table, whatever they are called there. */
  void append(Batch batch) {
    endRows();
    List<Vector> vectors = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      vectors.add(batch.vector(c));
    }
    batches.add(new Batch(columns, vectors, batch.rowCount()));
    batchBytes += sizeBytes(vectors);
  }

  /**
   * Throws InvalidDataException if a row that was added by itself breaks a constraint. No row is
   * looked at again later.
   */
  void check() {
    endRows();
  }

  /**
   * Looks at the row that was added last.
   *
   * @throws InvalidDataException if it breaks a constraint; it is gone then
   */
  void checkLast() {
    int last = rows.rowCount() - 1;
    try {
      checked(rows.toBatch().slice(last, 1));
    } catch (InvalidDataException e) {
      rows.truncate(last);
      throw e;
    }
  }

  private Batch checked(Batch loose) {
    return loose.rowCount() > 0 ? check.apply(loose) : loose;
  }

  /** Has the rows so far stand among the batches. */
  private void endRows() {
    if (rows.rowCount() > 0) {
      batches.add(checked(rows.toBatch()));
      batchBytes += rows.sizeBytes();
      rows = new RowBuffer(given);
    }
  }

  /** Takes over the rows of another buffer of the same columns, which is empty then. */
  void takeOver(TableBuffer other) {
    endRows();
    other.endRows();
    batches.addAll(other.batches);
    batchBytes += other.batchBytes;
    other.clear();
  }

  /** Has only these of its rows. */
  void keep(List<Batch> kept) {
    endRows();
    long before = rowCount(batches);
    batchBytes = before == 0 ? 0 : batchBytes * rowCount(kept) / before;
    batches.clear();
    batches.addAll(kept);
  }

  private static long rowCount(List<Batch> some) {
    return some.stream().mapToLong(Batch::rowCount).sum();
  }

  /** About what the values take, as {@link RowBuffer#sizeBytes} has it. */
  private static long sizeBytes(List<Vector> vectors) {
    long bytes = 0;
    for (Vector vector : vectors) {
      long width = 8;
      if (vector instanceof BytesVector texts) {
        bytes += textBytes(texts);
        width = 4;
      } else if (vector instanceof DecimalVector decimals && !decimals.isCompact()) {
        width = 48;
      } else if (vector instanceof IntVector || vector instanceof FloatVector) {
        width = 4;
      } else if (vector instanceof BooleanVector) {
        width = 1;
      }
      bytes += width * vector.size();
    }
    return bytes;
  }

  /** About how much memory the rows take. */
  long sizeBytes() {
    return batchBytes + rows.sizeBytes();
  }

  boolean isEmpty() {
    return batches.isEmpty() && rows.rowCount() == 0;
  }

  /** The rows so far; later rows do not show in them. */
  List<Batch> toBatches() {
    List<Batch> all = new ArrayList<>(batches);
    if (rows.rowCount() > 0) {
      all.add(checked(rows.toBatch()));
    }
    return all;
  }

  /** Forgets all rows; batches handed out stay as they are. */
  void clear() {
    batches.clear();
    batchBytes = 0;
    rows.clear();
  }
}
