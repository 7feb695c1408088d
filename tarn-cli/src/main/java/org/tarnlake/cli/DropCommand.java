package org.tarnlake.cli;

import java.util.List;
import org.tarnlake.Lake;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.cli.terminal.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tarn drop}: tables that are no longer wanted. */
@Command(
    name = "drop",
    description = {
      "Drop tables, all in one transaction.",
      "Their rows stay in earlier versions of the lake, from where they can be read."
    })
final class DropCommand implements TarnCommand {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "LAKE", description = LakeAddress.WHERE)
  private LakeAddress address = LakeAddress.of("");

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "TABLE", description = "their names")
  private List<String> names = List.of();

  DropCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    try (Lake lake = address.open(terminal)) {
      Tables.requireLake(lake, "dropped");
      names.forEach(name -> Tables.find(lake, null, name));
      long version = lake.transact(tx -> names.forEach(tx::dropTable));
      long before = version - 1;
      terminal.line("Dropped %s in version %s".formatted(String.join(", ", names), version));
      String lakeText = Words.shell(address.toString());
      for (String name : names) {
        terminal.line(
            "Its rows stay in earlier versions: tarn scan %s %s --as-of %s"
                .formatted(lakeText, Words.shell(name), before));
        terminal.line(
            "To bring it back: tarn restore %s %s --to %s"
                .formatted(lakeText, Words.shell(name), before));
      }
    }
    return Main.DONE;
  }
}
