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

  /** Opens the lake in a folder. */
  Lake open(Path folder, Terminal terminal) {
    return Lake.open(folder, terminal.environment(), folders.toArray(Path[]::new));
  }

  /** The folders that tables may read besides. */
  Path[] readable() {
    return folders.toArray(Path[]::new);
  }

  /** Checks the lake in a folder. */
  List<Finding> check(Path folder, CheckDepth depth) {
    return Lake.check(folder, depth, folders.toArray(Path[]::new));
  }
}
