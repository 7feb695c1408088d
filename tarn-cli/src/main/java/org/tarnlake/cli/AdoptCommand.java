package org.tarnlake.cli;

import java.util.List;
import org.tarnlake.FoundTable;
import org.tarnlake.Lake;
import org.tarnlake.cli.output.TextTable;
import org.tarnlake.cli.output.TextTable.Column;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.cli.terminal.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn adopt}: a new lake of the tables that stand in a folder. */
@Command(
    name = "adopt",
    description = {
      "Make a lake of the tables that stand in a folder, where its _tarn is lost.",
      "Without --yes it only shows what it found.",
      "The tables keep what their own logs tell; what was committed and not yet published is lost."
    },
    footer = {"", "Example:", "  tarn adopt lake --yes"})
final class AdoptCommand implements TarnCommand {
  private final Terminal terminal;

  @Parameters(paramLabel = "FOLDER", description = "the folder around the tables, or its URL")
  private LakeAddress address = LakeAddress.of("");

  @Option(names = "--yes", description = "make the lake")
  private boolean yes;

  AdoptCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    List<FoundTable> found = address.ask(store -> FoundTable.in(store, terminal.environment()));
    List<FoundTable> wanted = found.stream().filter(table -> table.obstacle() == null).toList();
    print(found);
    if (wanted.isEmpty()) {
      throw new Failure("%s holds no table that can be adopted".formatted(address));
    }
    if (!yes) {
      terminal.line("Nothing is changed; --yes makes a lake of what can be adopted.");
      return Main.DONE;
    }
    try (Lake lake = address.adopt(terminal)) {
      terminal.line(
          "Made the lake %s of %s"
              .formatted(address, Words.count(lake.latest().tables().size(), "table")));
    }
    return Main.DONE;
  }

  private void print(List<FoundTable> found) {
    TextTable shown =
        new TextTable(
            terminal::write,
            terminal.style(),
            terminal.width(),
            List.of(
                Column.text("table"),
                Column.text("folder"),
                Column.number("version"),
                Column.number("files"),
                Column.text("what happens")));
    for (FoundTable table : found) {
      shown.row(
          table.name(),
          table.location(),
          table.version() < 0 ? "" : String.valueOf(table.version()),
          table.version() < 0 ? "" : Words.number(table.fileCount()),
          fate(table));
    }
    shown.end();
  }

  private static String fate(FoundTable table) {
    if (table.obstacle() != null) {
      return "stays outside: " + table.obstacle();
    }
    return table.wasInLake() ? "adopted as it is" : "adopted; other engines can only read it then";
  }
}
