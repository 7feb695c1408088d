package org.tarnlake.cli;

import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.Table;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.cli.terminal.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn clone}: a new table that is what another one is. */
@Command(
    name = "clone",
    description = {
      "Make a new table that is what another one is, or was: rows, columns and properties.",
      "Each has files of its own from then on, so that nothing done to one touches the other. On a",
      "disk they share their bytes (hard links): a clone takes no room until one of them changes.",
      "A whole lake is cloned by tarn backup, into another folder."
    },
    footer = {
      "",
      "Examples:",
      "  tarn clone lake orders orders_trial",
      "  tarn clone lake orders orders_before --as-of 42"
    })
final class CloneCommand implements TarnCommand {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "LAKE", description = LakeAddress.WHERE)
  private LakeAddress address = LakeAddress.of("");

  @Parameters(index = "1", paramLabel = "TABLE", description = "the table's name")
  private String from = "";

  @Parameters(index = "2", paramLabel = "NEW", description = "the name of the new table")
  private String to = "";

  @Option(
      names = "--as-of",
      paramLabel = "VERSION|TIME",
      converter = AsOf.Converter.class,
      description = "as it was at a version or time of the lake")
  private @Nullable AsOf asOf;

  CloneCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    try (Lake lake = address.open(terminal)) {
      Tables.requireLake(lake, "cloned");
      Table then = Tables.find(lake, asOf, from);
      long version = lake.transact(tx -> tx.cloneTable(then, to));
      Table made = lake.latest().table(to);
      terminal.line(
          "Cloned %s to %s in version %s: %s, %s"
              .formatted(
                  from,
                  to,
                  version,
                  Words.count(made.rowCount(), "row"),
                  Words.count(made.fileCount(), "file")));
    }
    return Main.DONE;
  }
}
