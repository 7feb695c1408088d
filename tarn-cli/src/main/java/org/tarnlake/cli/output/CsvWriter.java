package org.tarnlake.cli.output;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.Row;
import org.tarnlake.schema.StructType;

/**
 * Rows as CSV (RFC 4180, but with LF, and with any delimiter) under a header; a null is an empty
 * field, an empty string {@code ""}. One thread at a time.
 */
public final class CsvWriter implements RowWriter {
  private final Sink sink;
  private final char delimiter;
  private final int columnCount;
  private final StringBuilder line = new StringBuilder();

  public CsvWriter(Sink sink, StructType type, char delimiter) {
    this.sink = sink;
    this.delimiter = delimiter;
    this.columnCount = type.size();
    for (int i = 0; i < columnCount; i++) {
      field(i, type.field(i).name());
    }
    write(takeLine());
  }

  @Override
  public byte[] bytes(Row row) {
    for (int i = 0; i < columnCount; i++) {
      Object value = row.get(i);
      if (value == null) {
        separate(i);
      } else {
        field(i, CellText.text(value));
      }
    }
    return takeLine();
  }

  @Override
  public void write(byte[] row) {
    sink.write(row, 0, row.length);
  }

  /** Writes texts as a row. */
  public void texts(List<@Nullable String> texts) {
    for (int i = 0; i < columnCount; i++) {
      String text = texts.get(i);
      if (text == null) {
        separate(i);
      } else {
        field(i, text);
      }
    }
    write(takeLine());
  }

  @Override
  public void end() {}

  private void field(int index, String text) {
    separate(index);
    boolean quoted =
        text.isEmpty()
            || text.indexOf(delimiter) >= 0
            || text.indexOf('"') >= 0
            || text.indexOf('\n') >= 0
            || text.indexOf('\r') >= 0;
    if (quoted) {
      line.append('"').append(text.replace("\"", "\"\"")).append('"');
    } else {
      line.append(text);
    }
  }

  private void separate(int index) {
    if (index > 0) {
      line.append(delimiter);
    }
  }

  private byte[] takeLine() {
    byte[] bytes = line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    line.setLength(0);
    return bytes;
  }
}
