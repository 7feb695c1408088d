package org.tarnlake;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.data.build.RowBuffer;
import org.tarnlake.data.write.DataFileWriter;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.Upload;

/**
 * Writes a Parquet file outside of any lake into a stream, which is the caller's to close. One
 * thread at a time.
 */
public final class ParquetWriter implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final int BUFFER_ROWS = 20_000;

  private final DataFileWriter file;
  private final RowBuffer rows;

  private ParquetWriter(OutputStream out, StructType columns) {
    this.file = DataFileWriter.open(new StreamUpload(out), columns);
    this.rows = new RowBuffer(columns);
  }

  /** Starts a file. */
  public static ParquetWriter open(OutputStream out, StructType columns) {
    Argument.require(out, "out", "an OutputStream");
    Argument.require(columns, "columns", "a StructType");
    return new ParquetWriter(out, columns);
  }

  /** Adds the rows of a batch, whose columns are those of the file by position. */
  public void write(Batch batch) {
    Argument.require(batch, "batch", "a Batch");
    writeBuffer();
    file.write(batch);
  }

  /**
   * Adds a row, one value for each column, as {@link Transaction#append} takes them.
   *
   * @throws InvalidDataException naming column and value if one is of another type, does not fit or
   *     must not be null; the file is as before then
   */
  public void append(@Nullable Object... values) {
    Argument.require(
        values, "values", "one for each column; a null for the only column as (Object) null");
    rows.append(values);
    if (rows.rowCount() == BUFFER_ROWS || rows.sizeBytes() >= BUFFER_BYTES) {
      writeBuffer();
    }
  }

  private void writeBuffer() {
    if (rows.rowCount() > 0) {
      file.write(rows.toBatch());
      rows.clear();
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
   */
  public long finish() {
    writeBuffer();
    return file.finish().rowCount();
  }

  /** Frees what the writer holds; a file that was not finished is none. */
  @Override
  public void close() {
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
