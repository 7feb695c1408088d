package org.tarnlake.table.state;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.read.BatchSource;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.TarnException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.row.Batch;
import org.tarnlake.row.StructVector;
import org.tarnlake.schema.StructType;
import org.tarnlake.work.ScanUnit;

/**
 * The actions of one kind in a row group of a checkpoint, a few thousand rows at a time. One thread
 * at a time.
 */
public abstract sealed class CheckpointSource<T> implements ScanUnit.Source<List<T>>
    permits AddSource, RemoveSource {
  final DataFile file;
  final int rowGroup;
  private @Nullable BatchSource rows;

  CheckpointSource(DataFile file, int rowGroup) {
    this.file = file;
    this.rowGroup = rowGroup;
  }

  /** Opens what is to be read: one column, a struct; null if no row is wanted. */
  abstract @Nullable BatchSource open();

  /** The actions of some rows. */
  abstract void collect(StructVector actions, long firstRow, List<T> into);

  @Override
  public final @Nullable List<T> next() {
    try {
      if (rows == null) {
        rows = open();
      }
      if (rows == null) {
        return null;
      }
      for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
        List<T> actions = new ArrayList<>(batch.rowCount());
        collect((StructVector) batch.vector(0), rows.firstRow(), actions);
        if (!actions.isEmpty()) {
          return actions;
        }
      }
      return null;
    } catch (RuntimeException e) {
      throw translated(file.name(), e);
    }
  }

  /** What reading a checkpoint threw, as one of Tarn's errors that names the object. */
  public static RuntimeException translated(String object, RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof CorruptionException && message.startsWith("checkpoint ")) {
      return e;
    }
    if (e instanceof CorruptionException || !(e instanceof TarnException known)) {
      return new CorruptionException(
          "checkpoint %s: %s; delete it if the commits before it still exist"
              .formatted(object, message),
          e);
    }
    return known instanceof UnsupportedTableException
        ? new UnsupportedTableException(
            "checkpoint %s: %s".formatted(object, known.getMessage()), known)
        : known;
  }

  static StructType only(org.tarnlake.schema.Field column) {
    return new StructType(List.of(column));
  }

  @Override
  public final void close() {
    if (rows != null) {
      rows.close();
    }
  }
}
