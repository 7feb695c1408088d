package org.tarnlake.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.Table;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.upkeep.Compacted;
import org.tarnlake.upkeep.Compaction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tarn compact}: small files become large ones. */
@Command(
    name = "compact",
    description = {
      "Write the rows of small files, and of files with many deleted rows, into files of a good",
      "size: of one table, or of all. No row changes. Others may write and change rows meanwhile.",
      "The old files stay for who reads earlier versions."
    },
    footer = {
      "",
      "Examples:",
      "  tarn compact lake",
      "  tarn compact lake orders --where \"day >= '2024-05-01'\""
    })
final class CompactCommand implements TarnCommand {
  private final Terminal terminal;

  @Mixin private TableChoice choice = new TableChoice();

  @Option(
      names = "--where",
      paramLabel = "CONDITION",
      description = "only files that may hold such rows; see tarn help conditions")
  private @Nullable String where;

  @Option(
      names = "--target-size",
      paramLabel = "SIZE",
      converter = FileSize.Converter.class,
      description = "the size of files to aim at, such as 64MiB; 128MiB if not given")
  private @Nullable FileSize target;

  CompactCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    try (Lake lake = choice.open(terminal)) {
      List<Table> tables =
          choice.name() == null && !lake.isStandalone()
              ? lake.latest().tables()
              : List.of(Tables.find(lake, null, choice.name()));
      for (Table table : tables) {
        Compaction compaction = lake.compact(table.name());
        if (where != null) {
          compaction = compaction.where(where);
        }
        if (target != null) {
          compaction = compaction.targetBytes(target.bytes());
        }
        terminal.line("%s: %s".formatted(table.name(), text(compaction.run())));
        terminal.flush();
      }
    }
    return Main.DONE;
  }

  private static String text(Compacted done) {
    return done.filesBefore() == 0
        ? "nothing to do"
        : "%s of %s became %s of %s"
            .formatted(
                Words.count(done.filesBefore(), "file"),
                Words.bytes(done.bytesBefore()),
                Words.number(done.filesAfter()),
                Words.bytes(done.bytesAfter()));
  }
}
