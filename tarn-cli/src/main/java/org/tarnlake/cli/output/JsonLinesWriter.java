package org.tarnlake.cli.output;

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
  public void row(Row row) {
    JsonWriter json = new JsonWriter().beginObject();
    for (int i = 0; i < names.size(); i++) {
      json.field(names.get(i), CellText.json(row.get(i)));
    }
    sink.line(json.endObject().toText());
  }

  @Override
  public void end() {}
}
