package org.tarnlake.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tarnlake.data.build.RowBuffer;
import org.tarnlake.data.read.BatchSource;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.data.write.DataFileWriter;
import org.tarnlake.data.write.WrittenFile;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.row.Batch;
import org.tarnlake.row.RowValues;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.Upload;

/** Writes and reads whole data files for tests. */
public final class TestFiles {
  private TestFiles() {}

  public static WrittenFile write(ObjectStore store, String name, Batch... batches)
      throws IOException {
    return write(store, name, new DataFileWriter.Layout(20_480, 122_880), batches);
  }

  public static WrittenFile write(
      ObjectStore store, String name, DataFileWriter.Layout layout, Batch... batches)
      throws IOException {
    try (Upload upload = store.upload(name);
        DataFileWriter writer = DataFileWriter.open(upload, batches[0].type(), layout)) {
      for (Batch batch : batches) {
        writer.write(batch);
      }
      WrittenFile file = writer.finish();
      if (!upload.commit()) {
        throw new IOException(name + " exists");
      }
      return file;
    }
  }

  public static Batch batch(StructType type, List<Object[]> rows) {
    RowBuffer buffer = new RowBuffer(type);
    rows.forEach(buffer::append);
    return buffer.toBatch();
  }

  public static DataFile open(ObjectStore store, String name) throws IOException {
    return new DataFiles(store).open(name, store.size(name));
  }

  /** All rows, as {@link #text} tells them. */
  public static List<String> read(ObjectStore store, String name, StructType columns)
      throws IOException {
    return read(open(store, name), columns, null);
  }

  /** The rows that pruning by a condition leaves, each behind its position in the file. */
  public static List<String> read(DataFile file, StructType columns, BoundPredicate filter) {
    List<String> rows = new ArrayList<>();
    for (int group : file.rowGroups(columns, filter)) {
      try (BatchSource source = file.read(group, columns, filter)) {
        for (Batch batch = source.next(); batch != null; batch = source.next()) {
          for (int i = 0; i < batch.rowCount(); i++) {
            rows.add((source.firstRow() + i) + ": " + text(batch, i));
          }
        }
      }
    }
    return rows;
  }

  /** The canonical values of a row as text, bytes and all. */
  public static String text(Batch batch, int row) {
    List<String> values = new ArrayList<>();
    for (int c = 0; c < batch.type().size(); c++) {
      values.add(text(batch.vector(c).canonicalAt(row)));
    }
    return String.join("|", values);
  }

  /** A row that a user passes, as {@link #text} tells it once it is read. */
  public static String text(StructType type, Object[] row) {
    List<String> values = new ArrayList<>();
    for (int c = 0; c < row.length; c++) {
      values.add(text(RowValues.canonical(type.field(c), row[c])));
    }
    return String.join("|", values);
  }

  private static String text(Object canonical) {
    if (canonical instanceof Object[] fields) {
      return "{" + String.join(",", Arrays.stream(fields).map(TestFiles::text).toList()) + "}";
    }
    if (canonical instanceof List<?> list) {
      return "[" + String.join(",", list.stream().map(TestFiles::text).toList()) + "]";
    }
    if (canonical instanceof Map<?, ?> map) {
      return "<"
          + String.join(
              ",",
              map.entrySet().stream()
                  .map(e -> text(e.getKey()) + "=" + text(e.getValue()))
                  .toList())
          + ">";
    }
    return canonical instanceof byte[] bytes ? Arrays.toString(bytes) : Objects.toString(canonical);
  }
}
