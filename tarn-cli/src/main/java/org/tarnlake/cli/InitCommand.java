package org.tarnlake.cli;

import java.nio.file.Path;
import org.tarnlake.Lake;
import org.tarnlake.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tarn init}: creates a lake. */
@Command(name = "init", description = "Create an empty lake.")
final class InitCommand implements TarnCommand {
  private final Terminal terminal;

  @Parameters(paramLabel = "LAKE", description = "a folder; made if it does not exist")
  private Path folder = Path.of("");

  InitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    Lake.create(folder, terminal.environment()).close();
    terminal.line("Created the lake %s".formatted(folder));
    return Main.DONE;
  }
}
