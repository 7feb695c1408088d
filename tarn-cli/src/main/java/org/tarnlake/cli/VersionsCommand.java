package org.tarnlake.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.Snapshot;
import org.tarnlake.Table;
import org.tarnlake.cli.output.TextTable;
import org.tarnlake.cli.output.TextTable.Column;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.json.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn versions}: how other engines read the lake as of one version. */
@Command(
    name = "versions",
    description = "Show the SQL by which Spark and Trino read one version of the lake.")
final class VersionsCommand implements TarnCommand {
  private final Terminal terminal;

  @Parameters(paramLabel = "LAKE", description = LakeAddress.WHERE)
  private LakeAddress address = LakeAddress.of("");

  @Option(
      names = "--as-of",
      paramLabel = "VERSION|TIME",
      converter = AsOf.Converter.class,
      description = "a version or time of the lake; default: the latest")
  private @Nullable AsOf asOf;

  @Option(names = "--json", description = "one JSON object a table")
  private boolean json;

  @Mixin private LakeAccess access = new LakeAccess();

  VersionsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    try (Lake lake = access.open(address, terminal)) {
      lake.awaitPublished();
      Snapshot snapshot = AsOf.snapshot(lake, asOf);
      if (json) {
        String root = address.absolute();
        snapshot.tables().forEach(table -> printJson(snapshot, root, table));
      } else {
        print(lake, snapshot);
      }
    }
    return Main.DONE;
  }

  private void print(Lake lake, Snapshot snapshot) {
    TextTable versions =
        new TextTable(
            terminal::write,
            terminal.style(),
            terminal.width(),
            List.of(Column.text("table"), Column.number("Delta version")));
    for (Table table : snapshot.tables()) {
      versions.row(table.name(), String.valueOf(table.version()));
    }
    versions.end();
    terminal.line(
        terminal
            .style()
            .dim(
                "(version %s of the %s, %s)"
                    .formatted(snapshot.version(), Tables.versionsOf(lake), snapshot.timestamp())));
    terminal.line("");
    terminal.line("-- Spark SQL");
    String root = address.absolute();
    snapshot.tables().forEach(table -> terminal.line(spark(root, table)));
    terminal.line("");
    terminal.line("-- Trino, each folder registered once as");
    String before = address.folder() == null ? "" : "file://";
    snapshot
        .tables()
        .forEach(
            table -> {
              TrinoName name = TrinoName.of(table);
              terminal.line(
                  "-- CALL delta.system.register_table('%s', '%s', '%s%s')"
                      .formatted(name.schema, name.table, before, folder(root, table)));
            });
    snapshot.tables().forEach(table -> terminal.line(trino(table)));
  }

  /** A table of its own is the lake's folder itself. */
  private static String folder(String root, Table table) {
    return table.location().isEmpty() ? root : root + "/" + table.location();
  }

  private static String spark(String root, Table table) {
    // Spark has S3 by the name that Hadoop gave it.
    String path = folder(root, table).replaceFirst("^s3://", "s3a://");
    return "SELECT * FROM delta.`%s` VERSION AS OF %s;".formatted(path, table.version());
  }

  private static String trino(Table table) {
    TrinoName name = TrinoName.of(table);
    return "SELECT * FROM delta.\"%s\".\"%s\" FOR VERSION AS OF %s;"
        .formatted(name.schema, name.table, table.version());
  }

  /** Where Trino has a table: in a schema, of which there is one level. */
  private record TrinoName(String schema, String table) {
    static TrinoName of(Table table) {
      List<String> parts = List.of(table.name().split("\\."));
      String schema =
          parts.size() > 1 ? String.join("_", parts.subList(0, parts.size() - 1)) : "default";
      return new TrinoName(schema, parts.get(parts.size() - 1));
    }
  }

  private void printJson(Snapshot snapshot, String root, Table table) {
    terminal.line(
        new JsonWriter()
            .beginObject()
            .field("lakeVersion", snapshot.version())
            .field("table", table.name())
            .field("version", table.version())
            .field("folder", folder(root, table))
            .field("spark", spark(root, table))
            .field("trino", trino(table))
            .endObject()
            .toText());
  }
}
