package org.tarnlake;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.data.read.BatchSource;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.mapping.Mappings;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.local.LocalStore;
import org.tarnlake.table.scan.BatchCursor;

/**
 * A Parquet file outside of any lake, to take rows from it or to leave rows in it. Immutable.
 *
 * <p>Reading changes no value: a time finer than microseconds and a key that stands twice in a map
 * are an {@link InvalidDataException} that names the row or rows. UUIDs are strings, as there is no
 * such type in a table.
 */
public final class ParquetFile {
  private final Path path;
  private final DataFile file;

  private ParquetFile(Path path, DataFile file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Opens a file.
   *
   * @throws InvalidDataException if there is none, or a column of it is of a type that tables lack,
   *     such as TIME or INTERVAL
   * @throws CorruptionException if it is no Parquet file
   */
  public static ParquetFile open(Path path) {
    Argument.require(path, "path", "a Path");
    if (!Files.isRegularFile(path)) {
      throw new InvalidDataException("%s is no file".formatted(path));
    }
    try {
      // Who names the file may name it by a link.
      Path file = path.toRealPath();
      Path folder = Objects.requireNonNull(file.getParent());
      Path name = Objects.requireNonNull(file.getFileName());
      LocalStore store = LocalStore.open(folder);
      DataFile opened = new DataFiles(store).open(name.toString(), store.size(name.toString()));
      DataFile.ForeignColumn foreign = opened.foreignColumn();
      if (foreign != null) {
        throw new InvalidDataException(
            "%s: column '%s' is %s, which no column of a table can be; convert it, for instance to text, or leave it out"
                .formatted(path, foreign.path(), foreign.type()));
      }
      return new ParquetFile(path, opened.exact());
    } catch (IOException e) {
      throw new StorageException("cannot read %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  public StructType columns() {
    return file.type();
  }

  public long rowCount() {
    return file.rowCount();
  }

  /** Starts reading row by row. Close what it returns. */
  public Rows rows() {
    return new Rows(batches(), new Mappings());
  }

  /** Starts reading by batches of columns. Close what it returns. */
  public Batches batches() {
    return new Batches(columns(), new Cursor(path, file));
  }

  /**
   * Writes the rows of a scan into a stream, as a Parquet file. The stream is not closed.
   *
   * @return how many rows were written
   */
  public static long write(OutputStream out, Scan scan) {
    Argument.require(out, "out", "an OutputStream");
    Argument.require(scan, "scan", "a Scan");
    try (Batches batches = scan.batches();
        ParquetWriter writer = ParquetWriter.open(out, scan.columns())) {
      for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
        writer.write(batch);
      }
      return writer.finish();
    }
  }

  /** Reads row group after row group. One thread at a time. */
  private static final class Cursor implements BatchCursor {
    private final Path path;
    private final DataFile file;
    private int nextRowGroup;
    private @Nullable BatchSource current;

    Cursor(Path path, DataFile file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public @Nullable Batch next() {
      try {
        return read();
      } catch (InvalidDataException e) {
        throw new InvalidDataException(path + ", " + e.getMessage(), e);
      }
    }

    private @Nullable Batch read() {
      while (true) {
        if (current == null) {
          if (nextRowGroup == file.rowGroupCount()) {
            return null;
          }
          current = file.read(nextRowGroup++, file.type(), null);
        }
        Batch batch = current.next();
        if (batch != null) {
          MapKeys.requireDistinct(batch, current.firstRow());
          return batch;
        }
        current.close();
        current = null;
      }
    }

    @Override
    public void close() {
      if (current != null) {
        current.close();
      }
    }
  }
}
