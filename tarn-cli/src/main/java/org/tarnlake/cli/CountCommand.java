package org.tarnlake.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tarn count}: how many rows there are. */
@Command(
    name = "count",
    description = {
      "Print how many rows a table has, or how many a condition holds for.",
      "Only files of which the statistics do not tell it are read."
    },
    footer = {"", "Example:", "  tarn count lake flights --where \"origin = 'SEA'\""})
final class CountCommand implements TarnCommand {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "LAKE", description = "the lake's folder")
  private Path folder = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TABLE",
      description = "the table's name; not needed where LAKE is itself a Delta table")
  private @Nullable String table;

  @Mixin private RowFilter filter = new RowFilter();
  @Mixin private LakeAccess access = new LakeAccess();

  CountCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    try (Lake lake = access.open(folder, terminal)) {
      terminal.line(String.valueOf(filter.scan(filter.table(lake, table)).count()));
    }
    return Main.DONE;
  }
}
