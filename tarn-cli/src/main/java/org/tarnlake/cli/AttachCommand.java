package org.tarnlake.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.tarnlake.Lake;
import org.tarnlake.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tarn attach}: a Delta table becomes a part of a lake. */
@Command(
    name = "attach",
    description = {
      "Take a Delta table into a lake, where it is.",
      "From then on the lake alone writes to it; other engines read it in place."
    },
    footer = {"", "Example:", "  tarn attach lake sales.orders sales/orders"})
final class AttachCommand implements TarnCommand {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "LAKE", description = LakeAddress.WHERE)
  private LakeAddress address = LakeAddress.of("");

  @Parameters(index = "1", paramLabel = "TABLE", description = "the table's name in the lake")
  private String name = "";

  @Parameters(
      index = "2",
      paramLabel = "FOLDER",
      description = "the table's folder, inside the lake's: its path from there, or any path to it")
  private String location = "";

  @Mixin private LakeAccess access = new LakeAccess();

  AttachCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    try (Lake lake = access.open(address, terminal)) {
      long version = lake.attach(name, fromLake());
      terminal.line("Attached %s as of version %s of the lake".formatted(name, version));
    }
    return Main.DONE;
  }

  /** A path that leads nowhere from the lake's folder is one from where the user is. */
  private String fromLake() {
    String around = address + "/";
    if (address.folder() == null && location.startsWith(around)) {
      return location.substring(around.length());
    }
    Path given = Path.of(location);
    Path folder = address.folder();
    boolean isHere =
        folder != null && !Files.exists(folder.resolve(given)) && Files.isDirectory(given);
    return isHere ? given.toAbsolutePath().normalize().toString() : location;
  }
}
