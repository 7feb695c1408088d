package org.tarnlake.cli;

import org.tarnlake.Lake;
import org.tarnlake.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tarn rename}: another name for a table. */
@Command(
    name = "rename",
    description = {
      "Give a table another name; its files stay where they are.",
      "Earlier versions of the lake keep the old name."
    })
final class RenameCommand implements TarnCommand {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "LAKE", description = LakeAddress.WHERE)
  private LakeAddress address = LakeAddress.of("");

  @Parameters(index = "1", paramLabel = "OLD", description = "the table's name")
  private String from = "";

  @Parameters(index = "2", paramLabel = "NEW", description = "its new name")
  private String to = "";

  RenameCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    try (Lake lake = address.open(terminal)) {
      Tables.requireLake(lake, "renamed");
      Tables.find(lake, null, from);
      long version = lake.transact(tx -> tx.renameTable(from, to));
      terminal.line("Renamed %s to %s in version %s".formatted(from, to, version));
    }
    return Main.DONE;
  }
}
