package org.tarnlake.cli;

import org.tarnlake.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tarn init}: creates a lake. */
@Command(name = "init", description = "Create an empty lake.")
final class InitCommand implements TarnCommand {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "LAKE",
      description = "a folder, made if it does not exist; or a URL, such as s3://bucket/lake")
  private LakeAddress address = LakeAddress.of("");

  InitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    address.create(terminal).close();
    terminal.line("Created the lake %s".formatted(address));
    return Main.DONE;
  }
}
