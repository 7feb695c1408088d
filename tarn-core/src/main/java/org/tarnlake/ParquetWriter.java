package org.tarnlake;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.data.build.BatchCheck;
import org.tarnlake.data.build.RowBuffer;
import org.tarnlake.data.write.DataFileWriter;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.Upload;

/**
 * Writes a Parquet file outside of any lake into a stream, which is the caller's to close. One
 * thread at a time.
 *
 * <p>After {@link #finish}, and after a write that failed half-way, every method that writes throws
 * {@link IllegalStateException}.
 */
public final class ParquetWriter implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final int BUFFER_ROWS = 20_000;

  private final StructType columns;
  private final DataFileWriter file;
  private final RowBuffer rows;

  /** Why nothing more can be written; empty while it can. */
  private String ended = "";

  private ParquetWriter(OutputStream out, StructType columns) {
    this.columns = columns;
    this.file = DataFileWriter.open(new StreamUpload(out), columns);
    this.rows = new RowBuffer(columns);
  }

  /** Starts a file. */
  public static ParquetWriter open(OutputStream out, StructType columns) {
    Argument.require(out, "out", "an OutputStream");
    Argument.require(columns, "columns", "a StructType");
    return new ParquetWriter(out, columns);
  }

  /**
   * Adds the rows of a batch, whose columns are those of the file by position. Their own names may
   * differ.
   *
   * @throws InvalidDataException if the batch has columns of other types, and the file is as before
   *     then; or a null that must not be, and the file cannot be finished then
   * @throws StorageException if the stream fails; the file cannot be finished then
   */
  public void write(Batch batch) {
    Argument.require(batch, "batch", "a Batch");
    requireOpen();
    BatchCheck.requireTypes("the file", columns, batch.type());
    writeBuffer();
    write(() -> file.write(batch));
  }

  /**
   * Adds a row, one value for each column, as {@link Transaction#append} takes them.
   *
   * @throws InvalidDataException naming column and value if one is of another type, does not fit or
   *     must not be null; the file is as before then
   * @throws StorageException if the stream fails; the file cannot be finished then
   */
  public void append(@Nullable Object... values) {
    Argument.require(
        values, "values", "one for each column; a null for the only column as (Object) null");
    requireOpen();
    rows.append(values);
    if (rows.rowCount() == BUFFER_ROWS || rows.sizeBytes() >= BUFFER_BYTES) {
      writeBuffer();
    }
  }

  private void writeBuffer() {
    if (rows.rowCount() > 0) {
      write(() -> file.write(rows.toBatch()));
      rows.clear();
    }
  }

  /** What fails half-way leaves columns of different lengths, or a gap in the stream. */
  private void write(Runnable part) {
    ended = "a write to it failed";
    part.run();
    ended = "";
  }

  private void requireOpen() {
    if (!ended.isEmpty()) {
      throw new IllegalStateException(
          "nothing more can be written to the Parquet file: %s; open another ParquetWriter"
              .formatted(ended));
    }
  }

  /** About how large the file would be if it ended here. */
  public long sizeBytes() {
    return file.sizeBytes() + rows.sizeBytes();
  }

  /**
   * Ends the file.
   *
   * @return how many rows it has
   * @throws StorageException if the stream fails; the file is none then
   */
  public long finish() {
    requireOpen();
    writeBuffer();
    ended = "finishing it failed";
    long rowCount = file.finish().rowCount();
    ended = "it is finished";
    return rowCount;
  }

  /** Frees what the writer holds; a file that was not finished is none. */
  @Override
  public void close() {
    if (ended.isEmpty()) {
      ended = "the writer is closed";
    }
    file.close();
  }

  /** A stream that is somebody else's to end. One thread at a time. */
  private static final class StreamUpload extends Upload {
    private final OutputStream out;
    private long sizeBytes;

    StreamUpload(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      sizeBytes++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      sizeBytes += length;
    }

    @Override
    public boolean commit() {
      return true;
    }

    @Override
    public long sizeBytes() {
      return sizeBytes;
    }

    @Override
    public void close() {}
  }
}
