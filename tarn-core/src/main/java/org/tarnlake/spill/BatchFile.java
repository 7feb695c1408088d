package org.tarnlake.spill;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.StorageException;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.StructType;

/**
 * Batches of the same columns in a temporary file, which nobody else can find where the system
 * allows it, and which is gone when it is closed. Written first, then read, from its beginning each
 * time. One thread at a time.
 */
public final class BatchFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final StructType columns;
  private final Path path;
  private @Nullable DataOutputStream out;
  private long rowCount;

  /** An empty file in the folder for temporary files. */
  public BatchFile(StructType columns) {
    this.columns = columns;
    try {
      path = Files.createTempFile("tarn-", ".rows");
      out =
          new DataOutputStream(
              new BufferedOutputStream(
                  Files.newOutputStream(path, StandardOpenOption.WRITE), BUFFER_BYTES));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static StorageException failed(IOException e) {
    return new StorageException(
        "rows that do not fit into memory could not be put into a temporary file in %s: %s; nothing was changed, make room there or name another folder with -Djava.io.tmpdir"
            .formatted(System.getProperty("java.io.tmpdir"), e),
        e);
  }

  /** Adds rows of these columns. */
  public void write(Batch rows) {
    DataOutputStream open = out;
    if (open == null) {
      throw new IllegalStateException("the file is being read");
    }
    try {
      open.writeInt(rows.rowCount());
      for (int c = 0; c < columns.size(); c++) {
        VectorWriter.write(open, rows.vector(c));
      }
    } catch (IOException e) {
      throw failed(e);
    }
    rowCount += rows.rowCount();
  }

  /** How many rows were written. */
  public long rowCount() {
    return rowCount;
  }

  /** Hands over all batches. */
  public void forEach(Consumer<Batch> batches) {
    try {
      endWriting();
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES))) {
        for (Batch batch = next(in); batch != null; batch = next(in)) {
          batches.accept(batch);
        }
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private @Nullable Batch next(DataInputStream in) throws IOException {
    int count;
    try {
      count = in.readInt();
    } catch (EOFException e) {
      return null;
    }
    return VectorReader.batch(in, columns, count);
  }

  private void endWriting() throws IOException {
    DataOutputStream open = out;
    out = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() {
    try {
      endWriting();
    } catch (IOException e) {
      // What was not written is not wanted any more.
    }
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // The system clears the folder some day.
    }
  }
}
