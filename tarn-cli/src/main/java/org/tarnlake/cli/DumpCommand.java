package org.tarnlake.cli;

import org.tarnlake.Dump;
import org.tarnlake.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tarn dump}: any file of a lake as text. */
@Command(
    name = "dump",
    description = {
      "Show any file of a lake as text.",
      "Log entries, lake checkpoints, hints, Delta commits, checksums, data files.",
      "What is damaged is shown as far as it goes."
    })
final class DumpCommand implements TarnCommand {
  private final Terminal terminal;

  @Parameters(paramLabel = "PATH", description = "the file, or its URL")
  private String file = "";

  DumpCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    Dump.file(file, terminal::line);
    return Main.DONE;
  }
}
