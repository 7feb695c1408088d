package org.tarnlake.maintenance.dump;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.read.BatchSource;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.data.read.FileDescription;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.predicate.Range;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.ObjectStore;

/** A Parquet file as text: what it is made of, and its first rows. Stateless. */
final class DataFileDump {
  private static final int ROWS = 10;

  private DataFileDump() {}

  static void dump(ObjectStore store, String name, long sizeBytes, Consumer<String> out) {
    try {
      DataFile file = new DataFiles(store).open(name, sizeBytes);
      describe(file.describe(), out);
      rows(file, out);
    } catch (CorruptionException e) {
      out.accept("");
      out.accept("DAMAGED: " + JsonText.printable(String.valueOf(e.getMessage())));
    } catch (UnsupportedTableException e) {
      out.accept("");
      out.accept("NOT SHOWN: " + JsonText.printable(String.valueOf(e.getMessage())));
    }
  }

  private static void describe(FileDescription file, Consumer<String> out) {
    out.accept("");
    out.accept("written by  " + JsonText.printable(file.writer()));
    out.accept("footer      CRC-32C " + file.footerCrc());
    out.accept("rows        " + file.rowCount());
    file.properties().forEach((key, value) -> out.accept(JsonText.printable(key + "  " + value)));
    out.accept("");
    out.accept("columns");
    List<List<String>> columns = new ArrayList<>();
    for (Field field : file.columns().fields()) {
      columns.add(
          List.of(field.name(), field.type().text() + (field.nullable() ? "" : " not null")));
    }
    table(columns, out);
    for (int g = 0; g < file.rowGroups().size(); g++) {
      rowGroup(g, file, out);
    }
  }

  private static void rowGroup(int ordinal, FileDescription file, Consumer<String> out) {
    FileDescription.RowGroup group = file.rowGroups().get(ordinal);
    long bytes = group.chunks().stream().mapToLong(FileDescription.Chunk::storedBytes).sum();
    out.accept("");
    out.accept("row group %s: %s rows, %s bytes".formatted(ordinal, group.rowCount(), bytes));
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "column",
            "stored as",
            "codec",
            "encodings",
            "bytes",
            "raw",
            "pages",
            "nulls",
            "from",
            "to"));
    for (FileDescription.Chunk chunk : group.chunks()) {
      DataType type = typeOf(file.columns(), chunk.path());
      Range range = chunk.range();
      lines.add(
          List.of(
              chunk.path(),
              chunk.storedAs(),
              chunk.codec(),
              String.join(",", chunk.encodings()),
              Long.toString(chunk.storedBytes()),
              Long.toString(chunk.rawBytes()),
              pages(chunk),
              range == null || range.nullCount() < 0 ? "?" : Long.toString(range.nullCount()),
              bound(type, range == null ? null : range.min()),
              bound(type, range == null ? null : range.max())));
    }
    table(lines, out);
  }

  private static String pages(FileDescription.Chunk chunk) {
    return chunk.indexedPages() == 0
        ? "no index"
        : chunk.indexedPages() + (chunk.indexedBounds() == 0 ? ", no bounds" : "");
  }

  private static String bound(@Nullable DataType type, @Nullable Object value) {
    return type == null || value == null ? "?" : CellText.of(type, value);
  }

  /** The type of a scalar that is in no list or map; null of any other. */
  private static @Nullable DataType typeOf(StructType columns, String path) {
    for (Field field : columns.fields()) {
      if (path.equals(field.name())) {
        return field.type();
      }
      if (field.type() instanceof StructType struct && path.startsWith(field.name() + ".")) {
        return typeOf(struct, path.substring(field.name().length() + 1));
      }
    }
    return null;
  }

  private static void rows(DataFile file, Consumer<String> out) {
    if (file.rowGroupCount() == 0) {
      return;
    }
    StructType columns = file.type();
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.names());
    try (BatchSource source = file.read(0, columns, null)) {
      Batch batch = source.next();
      for (int row = 0; batch != null && row < Math.min(ROWS, batch.rowCount()); row++) {
        List<String> cells = new ArrayList<>();
        for (int c = 0; c < columns.size(); c++) {
          cells.add(CellText.of(columns.field(c).type(), batch.vector(c).canonicalAt(row)));
        }
        lines.add(cells);
      }
    }
    out.accept("");
    out.accept("first rows");
    table(lines, out);
  }

  /** Lines of cells, in columns. */
  private static void table(List<List<String>> lines, Consumer<String> out) {
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], JsonText.printable(line.get(c)).length());
      }
    }
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder(" ");
      for (int c = 0; c < widths.length; c++) {
        String cell = JsonText.printable(line.get(c));
        text.append(' ').append(cell).append(" ".repeat(widths[c] - cell.length() + 1));
      }
      out.accept(text.toString().stripTrailing());
    }
  }
}
