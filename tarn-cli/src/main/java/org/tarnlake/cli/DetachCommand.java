package org.tarnlake.cli;

import org.tarnlake.Lake;
import org.tarnlake.Table;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.error.InvalidDataException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tarn detach}: a lake gives a table back. */
@Command(
    name = "detach",
    description = {
      "Give a table of a lake back, so that any engine may write to it.",
      "It stays where it is, a Delta table of its own."
    })
final class DetachCommand implements TarnCommand {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "LAKE", description = LakeAddress.WHERE)
  private LakeAddress address = LakeAddress.of("");

  @Parameters(index = "1", paramLabel = "TABLE", description = "the table's name")
  private String name = "";

  @Mixin private LakeAccess access = new LakeAccess();

  DetachCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    try (Lake lake = access.open(address, terminal)) {
      long version = detach(lake);
      Table table = lake.asOf(version - 1).table(name);
      terminal.line(
          "Detached %s as of version %s of the lake; any engine may write to %s now"
              .formatted(name, version, address.resolve(table.location())));
    }
    return Main.DONE;
  }

  /** Detaches the table, or finishes what was killed when it was not yet published. */
  private long detach(Lake lake) {
    try {
      return lake.detach(name);
    } catch (InvalidDataException e) {
      Tables.find(lake, null, name);
      throw e;
    }
  }
}
