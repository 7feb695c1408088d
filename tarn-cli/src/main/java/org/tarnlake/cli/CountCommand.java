package org.tarnlake.cli;

import org.tarnlake.Lake;
import org.tarnlake.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

  @Mixin private TableChoice choice = new TableChoice();

  @Mixin private RowFilter filter = new RowFilter();

  CountCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    try (Lake lake = choice.open(terminal)) {
      terminal.line(String.valueOf(filter.scan(filter.table(lake, choice.name())).count()));
    }
    return Main.DONE;
  }
}
