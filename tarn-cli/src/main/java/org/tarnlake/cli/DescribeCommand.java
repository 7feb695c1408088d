package org.tarnlake.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.Table;
import org.tarnlake.cli.output.TextTable;
import org.tarnlake.cli.output.TextTable.Column;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.schema.Field;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tarn describe}: the columns of a table. */
@Command(name = "describe", description = "Show a table's columns and size.")
final class DescribeCommand implements TarnCommand {
  private final Terminal terminal;

  @Mixin private TableChoice choice = new TableChoice();

  @Option(
      names = "--as-of",
      paramLabel = "VERSION|TIME",
      converter = AsOf.Converter.class,
      description = "the table in an earlier version or at an earlier time")
  private @Nullable AsOf asOf;

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  DescribeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    try (Lake lake = choice.open(terminal)) {
      Table table = Tables.find(lake, asOf, choice.name());
      if (json) {
        printJson(table);
      } else {
        print(table);
      }
    }
    return Main.DONE;
  }

  private void print(Table t) {
    TextTable columns =
        new TextTable(
            terminal::write,
            terminal.style(),
            terminal.width(),
            List.of(
                Column.text("column"),
                Column.text("type"),
                Column.text("null"),
                Column.text("partition")));
    List<String> partitionColumns = t.schema().partitionColumns();
    for (Field field : t.schema().columns().fields()) {
      int partition = partitionColumns.indexOf(field.name());
      columns.row(
          field.name(),
          typeText(field),
          field.nullable() ? "yes" : "no",
          partition < 0 ? "" : String.valueOf(partition + 1));
    }
    columns.end();
    terminal.line(
        terminal
            .style()
            .dim(
                "(%s in %s, %s; Delta version %s%s)"
                    .formatted(
                        Tables.rowsText(t) + (t.rowCount() == 1 ? " row" : " rows"),
                        Words.count(t.fileCount(), "file"),
                        Words.bytes(t.sizeBytes()),
                        t.version(),
                        t.location().isEmpty() ? "" : " at " + t.location())));
  }

  private static String typeText(Field field) {
    return field.isUntyped() ? "any" : field.type().text();
  }

  private void printJson(Table t) {
    JsonWriter json = Tables.beginJson(t).beginArray("columns");
    for (Field field : t.schema().columns().fields()) {
      json.beginObject()
          .field("name", field.name())
          .field("type", typeText(field))
          .field("nullable", field.nullable())
          .endObject();
    }
    terminal.line(json.endArray().endObject().toText());
  }
}
