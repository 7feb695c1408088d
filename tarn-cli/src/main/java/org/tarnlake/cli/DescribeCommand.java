package org.tarnlake.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
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
  /** How names of properties begin that say nothing to people. */
  private static final List<String> KEPT =
      List.of(
          "delta.columnMapping.maxColumnId",
          "delta.enableInCommitTimestamps",
          "delta.inCommitTimestamp",
          "delta.rowTracking.",
          "delta.writePartitionColumnsToParquet",
          "tarn.lakeId",
          "tarn.maxFieldId");

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
    boolean hasComments =
        t.schema().columns().fields().stream().anyMatch(field -> !comment(field).isEmpty());
    List<Column> titles =
        new ArrayList<>(
            List.of(
                Column.text("column"),
                Column.text("type"),
                Column.text("null"),
                Column.text("partition")));
    if (hasComments) {
      titles.add(Column.text("comment"));
    }
    t.description().ifPresent(terminal::line);
    TextTable columns = new TextTable(terminal::write, terminal.style(), terminal.width(), titles);
    List<String> partitionColumns = t.schema().partitionColumns();
    for (Field field : t.schema().columns().fields()) {
      int partition = partitionColumns.indexOf(field.name());
      List<String> row =
          new ArrayList<>(
              List.of(
                  field.name(),
                  typeText(field),
                  field.nullable() ? "yes" : "no",
                  partition < 0 ? "" : String.valueOf(partition + 1)));
      if (hasComments) {
        row.add(comment(field));
      }
      columns.row(row.toArray(String[]::new));
    }
    columns.end();
    new TreeMap<>(t.properties())
        .forEach(
            (key, value) -> {
              if (KEPT.stream().noneMatch(key::startsWith)) {
                terminal.line("%s = %s".formatted(key, value));
              }
            });
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

  private static String comment(Field field) {
    return field.metadata().get("comment") instanceof String text ? text : "";
  }

  private static String typeText(Field field) {
    return field.isUntyped() ? "any" : field.type().text();
  }

  private void printJson(Table t) {
    JsonWriter json = Tables.beginJson(t);
    json.optional("description", t.description().orElse(null));
    json.field("properties", (Object) new TreeMap<>(t.properties())).beginArray("columns");
    for (Field field : t.schema().columns().fields()) {
      json.beginObject()
          .field("name", field.name())
          .field("type", typeText(field))
          .field("nullable", field.nullable())
          .optional("comment", comment(field).isEmpty() ? null : comment(field))
          .endObject();
    }
    terminal.line(json.endArray().endObject().toText());
  }
}
