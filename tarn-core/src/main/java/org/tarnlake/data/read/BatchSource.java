package org.tarnlake.data.read;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.bytes.StoredFile;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.TarnException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.StructType;

/**
 * The rows of a row group, batch by batch. One thread at a time. Batches stay valid after the next
 * one and after closing.
 */
public final class BatchSource implements AutoCloseable {
  /** Pages of Tarn's own are a multiple of it, so that few batches span two of them. */
  static final int BATCH_ROWS = 4096;

  private final StoredFile file;
  private final boolean exact;
  private final int rowGroup;
  private final long groupFirstRow;
  private final StructType columns;
  private final RowRanges rows;
  private final RowGroupReader reader;
  private final long[] positions;
  private int range;
  private long next;
  private long firstRow;
  private long bytes;

  BatchSource(
      Footer footer,
      int rowGroup,
      long firstRow,
      StructType columns,
      ColumnMapping mapping,
      RowRanges rows) {
    this.file = footer.file();
    this.exact = footer.isExact();
    this.rowGroup = rowGroup;
    this.groupFirstRow = firstRow;
    this.columns = columns;
    this.rows = rows;
    this.reader = new RowGroupReader(footer, rowGroup, columns, mapping, rows);
    this.positions = new long[columns.size()];
    this.next = rows.ranges().isEmpty() ? 0 : rows.ranges().get(0).from();
  }

  /**
   * The next rows, which are consecutive in the file; null behind the last.
   *
   * @throws CorruptionException if what is read breaks the format
   * @throws org.tarnlake.error.StorageException if the store fails
   */
  public @Nullable Batch next() {
    while (range < rows.ranges().size() && next == rows.ranges().get(range).to()) {
      range++;
      next = range < rows.ranges().size() ? rows.ranges().get(range).from() : next;
    }
    if (range == rows.ranges().size()) {
      close();
      return null;
    }
    int count = (int) Math.min(BATCH_ROWS, rows.ranges().get(range).to() - next);
    long before = reader.decodedBytes();
    for (int c = 0; c < columns.size(); c++) {
      count = fit(c, count);
    }
    List<Vector> vectors = new ArrayList<>(columns.size());
    for (int c = 0; c < columns.size(); c++) {
      vectors.add(read(c, count));
    }
    firstRow = groupFirstRow + next;
    next += count;
    bytes = reader.decodedBytes() - before + DataFile.VALUE_BYTES * count * columns.size();
    return new Batch(columns, vectors, count);
  }

  private int fit(int c, int count) {
    return orNamed(
        c,
        () -> {
          ColumnReader column = reader.column(c);
          if (positions[c] < next) {
            column.skip(next - positions[c]);
            positions[c] = next;
          }
          return column.fit(count);
        });
  }

  private Vector read(int c, int count) {
    positions[c] = next + count;
    return orNamed(c, () -> reader.column(c).read(count));
  }

  private <T> T orNamed(int c, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (BadValueException e) {
      long row = groupFirstRow + next + 1;
      boolean known = e.index() >= 0 && reader.column(c) instanceof ScalarReader;
      String what =
          "%s, column '%s': %s"
              .formatted(
                  known ? "row " + (row + e.index()) : "row " + row + " or one behind",
                  columns.field(c).name(),
                  e.getMessage());
      throw exact ? new InvalidDataException(what + "; " + e.remedy(), e) : file.corrupt(what, e);
    } catch (UnsupportedTableException e) {
      throw new UnsupportedTableException(
          "data file %s: %s".formatted(file.name(), e.getMessage()), e);
    } catch (TarnException e) {
      throw e;
    } catch (RuntimeException e) {
      throw file.corrupt(
          "row group %s, column '%s': %s"
              .formatted(rowGroup, columns.field(c).name(), e.getMessage()),
          e);
    }
  }

  /** The position in the file of the first row of the batch returned last, from 0. */
  public long firstRow() {
    return firstRow;
  }

  /** About how many bytes of memory it took to read the batch returned last. */
  public long bytes() {
    return bytes;
  }

  /** Frees what reading holds; closing twice is harmless. */
  @Override
  public void close() {
    reader.close();
  }
}
