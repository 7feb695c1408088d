package org.tarnlake.cli.output;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.output.TextTable.Column;
import org.tarnlake.cli.terminal.Style;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.row.Row;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.StructType;

/** Rows as a table for people, with their number below. One thread at a time. */
public final class TableWriter implements RowWriter {
  private final Sink sink;
  private final Style style;
  private final TextTable table;
  private final int columnCount;
  private long rows;

  public TableWriter(Sink sink, Style style, int width, StructType type) {
    this.sink = sink;
    this.style = style;
    this.columnCount = type.size();
    List<Column> columns = new ArrayList<>();
    for (Field field : type.fields()) {
      columns.add(new Column(field.name(), isNumber(field.type())));
    }
    this.table = new TextTable(sink, style, width, columns);
  }

  @Override
  public void row(Row row) {
    write(cells(row));
  }

  private @Nullable String[] cells(Row row) {
    @Nullable String[] cells = new @Nullable String[columnCount];
    for (int i = 0; i < columnCount; i++) {
      Object value = row.get(i);
      cells[i] = value == null ? null : CellText.text(value);
    }
    return cells;
  }

  private void write(@Nullable String[] cells) {
    table.row(cells);
    rows++;
  }

  /** The length of each cell in UTF-8, -1 for a null, and its text. */
  @Override
  public byte[] bytes(Row row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String cell : cells(row)) {
      byte[] text = cell == null ? new byte[0] : cell.getBytes(StandardCharsets.UTF_8);
      int length = cell == null ? -1 : text.length;
      bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
      bytes.writeBytes(text);
    }
    return bytes.toByteArray();
  }

  @Override
  public void write(byte[] row) {
    ByteBuffer bytes = ByteBuffer.wrap(row);
    @Nullable String[] cells = new @Nullable String[columnCount];
    for (int i = 0; i < columnCount; i++) {
      int length = bytes.getInt();
      if (length >= 0) {
        cells[i] = new String(row, bytes.position(), length, StandardCharsets.UTF_8);
        bytes.position(bytes.position() + length);
      }
    }
    write(cells);
  }

  @Override
  public void end() {
    table.end();
    String footer = "(" + Words.count(rows, "row");
    if (table.columnsHidden() > 0) {
      footer +=
          "; %s more: choose with --columns, or --format csv"
              .formatted(Words.count(table.columnsHidden(), "column"));
    }
    sink.line(style.dim(footer + ")"));
  }

  private static boolean isNumber(DataType type) {
    if (!(type instanceof PrimitiveType primitive)) {
      return type instanceof DecimalType;
    }
    return switch (primitive) {
      case BYTE, SHORT, INT, LONG, FLOAT, DOUBLE -> true;
      case BOOLEAN, STRING, BINARY, DATE, TIMESTAMP, TIMESTAMP_NTZ -> false;
    };
  }
}
