package org.tarnlake.cli;

import java.nio.file.Path;
import java.util.List;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.cli.terminal.Terminal;
import picocli.CommandLine.Option;

/** The option that says what the tables of a lake may read besides its folder. */
final class LakeAccess {
  @Option(
      names = "--allow-path",
      paramLabel = "FOLDER",
      description =
          "let tables read files below this folder, too, as shallow clones do; may be repeated")
  private List<Path> folders = List.of();

  /** Opens the lake at an address. */
  Lake open(LakeAddress address, Terminal terminal) {
    return address.open(terminal, readable());
  }

  /** The folders that tables may read besides. */
  Path[] readable() {
    return folders.toArray(Path[]::new);
  }

  /** Checks the lake at an address. */
  List<Finding> check(LakeAddress address, CheckDepth depth) {
    Path folder = address.folder();
    return folder != null
        ? Lake.check(folder, depth, readable())
        : address.ask(store -> Finding.of(store, depth), readable());
  }
}
