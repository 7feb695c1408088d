package org.tarnlake.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.Snapshot;
import org.tarnlake.Table;
import org.tarnlake.Transaction;
import org.tarnlake.Undone;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tarn restore}: tables as they were. */
@Command(
    name = "restore",
    description = {
      "Make a table, or all tables of a lake, what they were at a version, as a new version.",
      "Rows that went come back, rows that came go, without being read; columns and properties are",
      "those of then. Without a TABLE tables that were dropped come back, too, and those that were",
      "made since are dropped. What is undone stays in earlier versions, and can be restored again."
    },
    footer = {
      "",
      "Examples:",
      "  tarn restore lake orders --to 42 --dry-run",
      "  tarn restore lake orders --to \"5 minutes ago\"",
      "  tarn restore lake --to 42"
    })
final class RestoreCommand implements TarnCommand {
  private final Terminal terminal;

  @Mixin private TableChoice choice = new TableChoice();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "VERSION|TIME",
      converter = AsOf.Converter.class,
      description = "a version or time of the lake, as tarn log shows them")
  private @Nullable AsOf to;

  @Option(names = "--dry-run", description = "tell what would be done, and change nothing")
  private boolean dryRun;

  RestoreCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    try (Lake lake = choice.open(terminal)) {
      Snapshot then = AsOf.snapshot(lake, to);
      try (Transaction tx = lake.begin()) {
        String name = choice.name();
        Undone undone =
            name == null || name.isEmpty() ? tx.restore(then) : tx.restore(table(lake, then, name));
        UndoneText text = new UndoneText(terminal, lake);
        if (dryRun) {
          text.printDryRun(undone);
        } else {
          text.print(undone, tx.commit());
        }
      }
    }
    return Main.DONE;
  }

  /** The table that has a name now, as it was then; or one that had the name and is gone. */
  private static Table table(Lake lake, Snapshot then, String name) {
    List<Table> present = lake.latest().tables();
    Table now = named(present, name);
    Table earlier = named(then.tables(), name);
    if (now != null) {
      return then.tables().stream()
          .filter(table -> table.id().equals(now.id()))
          .findFirst()
          .orElseThrow(() -> new Failure(absent(present, then, name, earlier)));
    }
    if (earlier == null) {
      return Tables.find(lake, null, name);
    }
    if (nameNow(present, earlier) != null) {
      // Nobody expects that a table changes which was not named.
      throw new Failure(absent(present, then, name, earlier));
    }
    return earlier;
  }

  private static @Nullable Table named(List<Table> tables, String name) {
    return tables.stream().filter(table -> table.name().equals(name)).findFirst().orElse(null);
  }

  private static @Nullable String nameNow(List<Table> present, Table earlier) {
    return present.stream()
        .filter(table -> table.id().equals(earlier.id()))
        .map(Table::name)
        .findFirst()
        .orElse(null);
  }

  /**
   * What is told where the table that has a name now was not there.
   *
   * @param earlier the one that had the name then; null if none had
   */
  private static String absent(
      List<Table> present, Snapshot then, String name, @Nullable Table earlier) {
    if (earlier == null) {
      return "table %s was not there yet in version %s of the lake; tarn log LAKE %s tells its versions"
          .formatted(name, then.version(), name);
    }
    String now = nameNow(present, earlier);
    return now != null
        ? "the table %s of version %s of the lake is called %s by now; to restore that one: tarn restore LAKE %s --to %s"
            .formatted(name, then.version(), now, now, then.version())
        : "the table %s of version %s of the lake is another one, which was dropped since; rename the present one first (tarn rename)"
            .formatted(name, then.version());
  }
}
