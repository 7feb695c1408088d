package org.tarnlake.cli;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.Transaction;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.predicate.Predicate;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The parameters of a command that changes rows of one table. */
final class ChangedRows {
  @Mixin private TableChoice choice = new TableChoice();

  @Option(
      names = "--where",
      paramLabel = "CONDITION",
      description =
          "the rows for which this holds: \"price < 0\"; if given several times, all of them; see"
              + " tarn help conditions")
  private List<String> where = List.of();

  @Option(names = "--all", description = "all rows of the table")
  private boolean all;

  @Option(names = "--dry-run", description = "tell how many rows it would be, and change nothing")
  private boolean dryRun;

  Lake open(Terminal terminal) {
    if (all != where.isEmpty()) {
      throw new WrongUsage(
          all
              ? "--all and --where contradict each other; give one"
              : "say which rows with --where, or --all if all of them are meant");
    }
    return choice.open(terminal);
  }

  /** The table's name. */
  String table(Lake lake) {
    return Tables.find(lake, null, choice.name()).name();
  }

  /** Which rows; null for all. */
  @Nullable Predicate condition() {
    return where.stream().map(Predicate::parse).reduce((one, other) -> one.and(other)).orElse(null);
  }

  /**
   * Changes rows and tells how many; of a dry run how many it would be, after all that the change
   * itself would do, so that what it would fail of, this fails of, too.
   *
   * @param done what was done, in what is told
   * @param change returns how many rows
   */
  void run(
      Terminal terminal,
      Lake lake,
      String table,
      String done,
      ToLongFunction<? super Transaction> change) {
    if (dryRun) {
      try (Transaction tx = lake.begin()) {
        terminal.line(
            "It would be %s of %s; nothing was changed"
                .formatted(Words.count(change.applyAsLong(tx), "row"), table));
      }
      return;
    }
    AtomicLong rows = new AtomicLong();
    long version = lake.transact(tx -> rows.set(change.applyAsLong(tx)));
    terminal.line(
        rows.get() == 0
            ? "No row of %s is meant; nothing was changed".formatted(table)
            : "%s %s of %s in version %s of the %s"
                .formatted(
                    done, Words.count(rows.get(), "row"), table, version, Tables.versionsOf(lake)));
  }
}
