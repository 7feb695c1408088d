package org.tarnlake.cli.output;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.row.Row;
import org.tarnlake.schema.StructType;

/** Rows as JSON objects, one a line. One thread at a time. */
public final class JsonLinesWriter implements RowWriter {
  private final Sink sink;
  private final List<String> names;

  public JsonLinesWriter(Sink sink, StructType type) {
    this.sink = sink;
    this.names = type.names();
  }

  @Override
  public byte[] bytes(Row row) {
    JsonWriter json = new JsonWriter().beginObject();
    for (int i = 0; i < names.size(); i++) {
      json.field(names.get(i), CellText.json(row.get(i)));
    }
    return (json.endObject().toText() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void write(byte[] row) {
    sink.write(row, 0, row.length);
  }

  @Override
  public void end() {}
}
