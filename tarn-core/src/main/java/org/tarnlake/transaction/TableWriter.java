package org.tarnlake.transaction;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.RowBuffer;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.Batch;
import org.tarnlake.table.AddFile;

/**
 * The rows that a transaction appends to one table: the newest in a buffer, older ones in data
 * files that no commit names yet. One thread at a time.
 */
final class TableWriter implements AutoCloseable {
  private final OwnTable table;
  private final WriteSettings settings;
  private final RowBuffer buffer;
  private final FileWriter files;
  private long rowCount;
  private long bufferedBytes;

  TableWriter(OwnTable table, WriteSettings settings, FileWriter files) {
    this.table = table;
    this.settings = settings;
    this.buffer = new RowBuffer(table.head().schema().columns());
    this.files = files;
  }

  OwnTable table() {
    return table;
  }

  /**
   * Appends a row.
   *
   * @return by how many bytes the rows in memory have grown
   * @throws InvalidDataException with nothing appended, if the row breaks the schema
   */
  long append(@Nullable Object[] row) {
    try {
      buffer.append(Partitioning.kept(table.head().schema(), row));
    } catch (InvalidDataException e) {
      throw new InvalidDataException(
          "table %s, row %d of this transaction: %s"
              .formatted(table.name(), rowCount + 1, e.getMessage()),
          e);
    }
    rowCount++;
    long before = bufferedBytes;
    bufferedBytes = buffer.sizeBytes();
    long grown = bufferedBytes - before;
    if (bufferedBytes >= settings.bufferBytes()) {
      spill();
    }
    return grown;
  }

  /** Moves the buffered rows into data files. */
  void spill() {
    if (buffer.rowCount() > 0) {
      files.write(buffer.toBatch());
      buffer.clear();
      bufferedBytes = 0;
    }
  }

  long memoryBytes() {
    return buffer.sizeBytes() + files.memoryBytes();
  }

  /** Gives back memory: first the buffer, then the largest open file. */
  void shrink() {
    if (buffer.sizeBytes() > files.memoryBytes()) {
      spill();
    } else {
      files.finishLargest();
    }
  }

  /** The files that hold the rows before the buffered ones. Ends open files. */
  List<AddFile> finishedFiles() {
    return files.finishAll();
  }

  /** The rows that are in no file yet. */
  List<Batch> bufferedRows() {
    return buffer.rowCount() == 0 ? List.of() : List.of(buffer.toBatch());
  }

  /**
   * Ends the writing. Rows few enough to share a data file with other transactions stay in memory
   * and are returned as batches; all others are in files after this.
   */
  List<Batch> prepare() {
    if (files.hasWritten() || buffer.sizeBytes() > settings.sharedBytes()) {
      spill();
      files.finishAll();
      return new ArrayList<>();
    }
    return bufferedRows();
  }

  /** Gives up the rows, when it is certain that no commit names their files. */
  void discard() {
    files.discard();
    buffer.clear();
  }

  @Override
  public void close() {
    files.close();
    buffer.clear();
  }
}
