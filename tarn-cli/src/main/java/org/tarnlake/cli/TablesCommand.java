package org.tarnlake.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.Snapshot;
import org.tarnlake.Table;
import org.tarnlake.cli.output.TextTable;
import org.tarnlake.cli.output.TextTable.Column;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.error.TarnException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn tables}: what tables there are. */
@Command(name = "tables", description = "List the tables of a lake.")
final class TablesCommand implements TarnCommand {
  private final Terminal terminal;

  @Parameters(paramLabel = "LAKE", description = LakeAddress.WHERE)
  private LakeAddress address = LakeAddress.of("");

  @Option(
      names = "--as-of",
      paramLabel = "VERSION|TIME",
      converter = AsOf.Converter.class,
      description = "the tables of an earlier version or time")
  private @Nullable AsOf asOf;

  @Option(names = "--json", description = "one JSON object a table")
  private boolean json;

  @Mixin private LakeAccess access = new LakeAccess();

  TablesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    try (Lake lake = access.open(address, terminal)) {
      Snapshot snapshot = AsOf.snapshot(lake, asOf);
      List<TarnException> failures = new ArrayList<>();
      if (json) {
        snapshot.tables().forEach(table -> orFailure(failures, () -> printJson(table)));
      } else if (snapshot.tables().isEmpty()) {
        terminal.line(
            "No tables yet; make one with: tarn import %s TABLE=FILE --create".formatted(address));
      } else {
        print(snapshot, failures);
      }
      terminal.flush();
      failures.forEach(each -> terminal.errorLine("tarn: " + each.getMessage()));
      lake.publicationTroubles().forEach(each -> terminal.errorLine("tarn: " + each));
      return failures.isEmpty() ? Main.DONE : Main.FAILED;
    }
  }

  /** One table that cannot be read hides none of the others. */
  private static void orFailure(List<TarnException> failures, Runnable work) {
    try {
      work.run();
    } catch (TarnException e) {
      failures.add(e);
    }
  }

  private void print(Snapshot snapshot, List<TarnException> failures) {
    TextTable table =
        new TextTable(
            terminal::write,
            terminal.style(),
            terminal.width(),
            List.of(
                Column.text("table"),
                Column.number("rows"),
                Column.number("files"),
                Column.number("size"),
                Column.number("version"),
                Column.text("partitioned by")));
    for (Table t : snapshot.tables()) {
      int before = failures.size();
      orFailure(failures, () -> table.row(cells(t)));
      if (failures.size() > before) {
        table.row(t.name(), "damaged", "", "", String.valueOf(t.version()), "");
      }
    }
    table.end();
  }

  private static String[] cells(Table t) {
    return new String[] {
      t.name(),
      Tables.rowsText(t),
      Words.number(t.fileCount()),
      Words.bytes(t.sizeBytes()),
      String.valueOf(t.version()),
      String.join(", ", t.schema().partitionColumns())
    };
  }

  private void printJson(Table t) {
    terminal.line(Tables.beginJson(t).endObject().toText());
  }
}
