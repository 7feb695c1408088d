package org.tarnlake.transaction;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.build.BatchCheck;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.mapping.Mappings;
import org.tarnlake.mapping.RowWriter;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BatchRow;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.write.ComputedColumns;
import org.tarnlake.table.write.Constraints;
import org.tarnlake.table.write.FileWriter;
import org.tarnlake.table.write.Partitioning;
import org.tarnlake.table.write.RowIdColumns;
import org.tarnlake.table.write.WriteSettings;
import org.tarnlake.work.Deferred;

/**
 * The rows that a transaction, or one of its statements, appends to one table: the newest in a
 * buffer, older ones on their way into data files that no commit names yet. While one buffer fills,
 * the one before is encoded on another thread if there is one. One thread at a time.
 */
public final class TableWriter implements AutoCloseable {
  private final OwnTable table;
  private final StructType columns;
  private final WriteSettings settings;
  private final long bufferBytes;
  private final TableBuffer buffer;
  private final Constraints constraints;
  private final ComputedColumns computed;
  private final boolean hasStruct;
  private final ExecutorService background;
  private final Mappings mappings;
  private @Nullable RowWriter mapper;

  /** Files of statements whose rows are the transaction's by now. */
  private final List<AddFile> adopted = new ArrayList<>();

  /** Whether values of this transaction were records or beans. */
  private boolean hasObjects;

  /** Another thread may be at work on it: to be had from {@link #files()} only. */
  private final FileWriter writer;

  private Deferred encoding = Deferred.NOTHING;
  private long encodingBytes;
  private long fileBytes;
  private boolean spilled;
  private long rowCount;
  private long bufferedBytes;

  /**
   * @param ids the columns for ids that the rows have besides those of the table; null if none
   */
  TableWriter(
      OwnTable table,
      @Nullable RowIdColumns ids,
      WriteSettings settings,
      FileWriter writer,
      ExecutorService background,
      InstantSource clock,
      Mappings mappings) {
    StructType ofTable = table.head().schema().columns();
    this.table = table;
    this.columns = ids == null ? ofTable : ids.behind(ofTable);
    this.settings = settings;
    // Each time the rows go into files those of all partitions may.
    boolean isPartitioned = !table.head().schema().partitionColumns().isEmpty();
    this.bufferBytes = (isPartitioned ? 2 : 1) * settings.bufferBytes();
    this.constraints = Constraints.of(table.name().toString(), table.head());
    this.computed = ComputedColumns.of(table.name().toString(), table.head(), clock);
    StructType given = ids == null ? computed.given() : ids.behind(computed.given());
    this.buffer = new TableBuffer(columns, given, rows -> valid(rows, -rows.rowCount()));
    this.hasStruct = RowWriter.hasStruct(ofTable);
    this.writer = writer;
    this.background = background;
    this.mappings = mappings;
  }

  OwnTable table() {
    return table;
  }

  /** Whether no row came, and no file. */
  boolean isEmpty() {
    return rowCount == 0 && !spilled;
  }

  /**
   * Appends a row.
   *
   * @param given a value for each column, or one object that is the row
   * @param isChecked whether the constraints are asked of it at once, not of many rows together
   * @return by how many bytes the rows in memory have grown
   * @throws InvalidDataException with nothing appended, if the row breaks the schema, or a
   *     constraint that is asked
   */
  long append(@Nullable Object[] given, boolean isChecked) {
    try {
      appendRow(given);
    } catch (InvalidDataException e) {
      throw refused(0, e);
    }
    rowCount++;
    if (isChecked && hasConditions()) {
      try {
        buffer.checkLast();
      } catch (InvalidDataException e) {
        rowCount--;
        throw e;
      }
    }
    return grown();
  }

  /**
   * Appends the rows of a batch.
   *
   * @return by how many bytes the rows in memory have grown
   * @throws InvalidDataException with nothing appended, if its columns are others or a row breaks
   *     the schema
   */
  public long append(Batch batch) {
    Schema schema = table.head().schema();
    BatchCheck.requireTypes("table " + table.name(), columns, batch.type());
    StructType given = buffer.given();
    int wrong = BatchCheck.firstWrong(given, batch);
    if (wrong >= 0) {
      throw refused(wrong, BatchCheck.problem(given, batch, wrong));
    }
    Batch rows = valid(batch, 0);
    if (buffer.takes(rows) && Partitioning.firstWrong(schema, rows) < 0) {
      buffer.append(rows);
    } else {
      appendRows(rows);
    }
    rowCount += batch.rowCount();
    return grown();
  }

  /**
   * Throws InvalidDataException if a constraint is not true of one of the rows that came one by
   * one: these are looked at together.
   */
  void requireValid() {
    if (hasConditions()) {
      buffer.check();
    }
  }

  private boolean hasConditions() {
    return !constraints.isEmpty() || computed.hasGenerated();
  }

  /** The rows with all columns; none of them breaks a constraint. */
  private Batch valid(Batch given, int rowsBefore) {
    Batch rows = given;
    int wrong = -1;
    try {
      if (computed.hasGenerated()) {
        rows = computed.complete(given);
        wrong = computed.firstWrong(given, rows);
        if (wrong >= 0) {
          throw refused(rowsBefore + wrong, computed.problem(given, rows, wrong));
        }
      }
      wrong = constraints.isEmpty() ? -1 : constraints.firstWrong(rows);
    } catch (InvalidDataException e) {
      throw wrong >= 0
          ? e
          : new InvalidDataException("table %s: %s".formatted(table.name(), e.getMessage()), e);
    }
    if (wrong >= 0) {
      throw refused(rowsBefore + wrong, constraints.problem(rows, wrong));
    }
    return rows;
  }

  /** Takes over all rows of a statement's writer, which is of no more use then. */
  void adopt(TableWriter statement) {
    List<AddFile> files = statement.finishedFiles();
    adopted.addAll(files);
    files().takeBelongings(statement.files());
    spilled |= !files.isEmpty();
    buffer.takeOver(statement.buffer);
    rowCount += statement.rowCount;
    grown();
  }

  /** Takes over all rows of a writer of the table as it was before it was altered. */
  void goOnFrom(TableWriter before) {
    before.spill();
    adopt(before);
    before.close();
  }

  /** Takes in files that are there already, and the objects that belong to them. */
  void take(List<AddFile> files, List<String> objects) {
    files().take(files, objects);
    spilled = true;
  }

  /** Has in memory only these of {@link #bufferedRows}. */
  void keepBuffered(List<Batch> kept) {
    buffer.keep(kept);
    bufferedBytes = buffer.sizeBytes();
  }

  /** Deletes finished files, if they are its own: their rows are in others, or are gone. */
  void giveUp(Set<AddFile> gone) {
    adopted.removeAll(gone);
    files().giveUp(gone);
  }

  private void appendRows(Batch batch) {
    int before = buffer.looseRows();
    @Nullable Object[] row = new @Nullable Object[batch.type().size()];
    BatchRow cursor = new BatchRow(batch.type());
    int done = 0;
    try {
      for (; done < batch.rowCount(); done++) {
        cursor.moveTo(batch, done);
        for (int c = 0; c < row.length; c++) {
          row[c] = cursor.get(c);
        }
        put(row);
      }
    } catch (InvalidDataException e) {
      throw refused(done, e);
    } finally {
      if (done < batch.rowCount()) {
        buffer.truncate(before);
      }
    }
  }

  /** Tells which row of the transaction is refused: the one behind so many that come with it. */
  private InvalidDataException refused(int rowsBefore, InvalidDataException e) {
    return new InvalidDataException(
        "table %s, row %s of this transaction: %s"
            .formatted(table.name(), rowCount + rowsBefore + 1, e.getMessage()),
        e);
  }

  private long grown() {
    long before = bufferedBytes;
    bufferedBytes = buffer.sizeBytes();
    long grown = bufferedBytes - before;
    if (bufferedBytes >= bufferBytes) {
      spill();
    }
    return grown;
  }

  private void appendRow(@Nullable Object[] given) {
    if (hasObjects || given.length == 1) {
      put(values(given));
      return;
    }
    try {
      put(given);
    } catch (InvalidDataException e) {
      if (!hasStruct) {
        throw e;
      }
      // Structs may be records or beans. To look for them in each row would slow all others down.
      put(values(given));
      hasObjects = true;
    }
  }

  private void put(@Nullable Object[] row) {
    Partitioning.check(table.head().schema(), row);
    buffer.append(row);
  }

  private @Nullable Object[] values(@Nullable Object[] given) {
    RowWriter found = mapper;
    if (found == null) {
      found = mappings.writer(computed.given(), computed.defaults());
      mapper = found;
    }
    return found.values(given);
  }

  /**
   * Has the buffered rows moved into data files. What fails then, fails at the next use of them.
   */
  private void spill() {
    if (!buffer.isEmpty()) {
      awaitEncoding();
      List<Batch> rows = buffer.toBatches();
      encodingBytes = bufferedBytes;
      buffer.clear();
      bufferedBytes = 0;
      spilled = true;
      encoding = Deferred.start(background, () -> writer.write(rows));
    }
  }

  private void awaitEncoding() {
    Deferred begun = encoding;
    encoding = Deferred.NOTHING;
    encodingBytes = 0;
    begun.join();
    fileBytes = writer.memoryBytes();
  }

  /** The data files, all rows that left the buffer being in them. */
  private FileWriter files() {
    awaitEncoding();
    return writer;
  }

  /** About how much memory the rows take. */
  long memoryBytes() {
    return buffer.sizeBytes() + encodingBytes + fileBytes;
  }

  /** Gives back memory: first the buffer, then the largest open file. */
  void shrink() {
    awaitEncoding();
    if (buffer.sizeBytes() > fileBytes) {
      spill();
    } else {
      writer.finishLargest();
    }
    awaitEncoding();
  }

  /** The files that hold the rows before the buffered ones. Ends open files. */
  List<AddFile> finishedFiles() {
    List<AddFile> all = new ArrayList<>(adopted);
    all.addAll(files().finishAll());
    return all;
  }

  /** The rows that are in no file yet. */
  List<Batch> bufferedRows() {
    return buffer.toBatches();
  }

  /**
   * Ends the writing. Rows few enough to share a data file with other transactions stay in memory
   * and are returned as batches; all others are in files after this.
   */
  List<Batch> prepare() {
    if (spilled || buffer.sizeBytes() > settings.sharedBytes()) {
      spill();
      files().finishAll();
      return new ArrayList<>();
    }
    return bufferedRows();
  }

  /** Gives up the rows, when it is certain that no commit names their files. */
  public void discard() {
    giveUp();
    writer.discard();
    writer.delete(adopted);
    adopted.clear();
  }

  @Override
  public void close() {
    giveUp();
    writer.close();
  }

  private void giveUp() {
    buffer.clear();
    bufferedBytes = 0;
    try {
      awaitEncoding();
    } catch (RuntimeException | Error e) {
      // The rows are given up anyway.
    }
  }
}
