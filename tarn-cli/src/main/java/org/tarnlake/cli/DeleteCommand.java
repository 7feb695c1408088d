package org.tarnlake.cli;

import org.tarnlake.Lake;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.predicate.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tarn delete}: rows that are no longer wanted. */
@Command(
    name = "delete",
    description = {
      "Delete rows of a table, in one transaction.",
      "They stay in earlier versions of the lake, from where they can be read."
    },
    footer = {
      "",
      "Examples:",
      "  tarn delete lake orders --where \"price < 0\"",
      "  tarn delete lake orders --where \"id in (3, 5)\" --dry-run"
    })
final class DeleteCommand implements TarnCommand {
  private final Terminal terminal;

  @Mixin private ChangedRows rows = new ChangedRows();

  DeleteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    try (Lake lake = rows.open(terminal)) {
      String table = rows.table(lake);
      Predicate condition = rows.condition();
      rows.run(
          terminal,
          lake,
          table,
          "Deleted",
          tx -> condition == null ? tx.deleteAll(table) : tx.delete(table, condition));
    }
    return Main.DONE;
  }
}
