package org.tarnlake.cli;

import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.cli.terminal.Terminal;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The parameters of a command that reads one table: the lake, and which of its tables. */
final class TableChoice {
  @Parameters(index = "0", paramLabel = "LAKE", description = LakeAddress.WHERE)
  private LakeAddress address = LakeAddress.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TABLE",
      description = "the table's name; not needed where LAKE is itself a Delta table")
  private @Nullable String name;

  @Mixin private LakeAccess access = new LakeAccess();

  Lake open(Terminal terminal) {
    return access.open(address, terminal);
  }

  /** The name that was given; null if none was. */
  @Nullable String name() {
    return name;
  }
}
