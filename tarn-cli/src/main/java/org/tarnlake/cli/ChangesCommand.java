package org.tarnlake.cli;

import org.jspecify.annotations.Nullable;
import org.tarnlake.ChangeFeed;
import org.tarnlake.Changes;
import org.tarnlake.Lake;
import org.tarnlake.cli.output.CsvWriter;
import org.tarnlake.cli.output.JsonLinesWriter;
import org.tarnlake.cli.output.RowWriter;
import org.tarnlake.cli.output.TableWriter;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.cli.terminal.Interruption;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.schema.StructType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn changes}: the rows that versions of a lake changed. */
@Command(
    name = "changes",
    description = {
      "Print the rows that versions of a lake inserted, deleted and updated.",
      "Each row says in _change_type what happened to it: insert, delete, or where the writer noted"
          + " it update_preimage and update_postimage; and in _commit_version and _commit_timestamp"
          + " by which version of the lake, and when."
    },
    footer = {
      "",
      "Examples:",
      "  tarn changes lake orders --from 42",
      "  tarn changes lake --from yesterday --format json",
      "  tarn changes lake orders --from 43 --follow --format json"
    })
final class ChangesCommand implements TarnCommand {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "LAKE", description = LakeAddress.WHERE)
  private LakeAddress address = LakeAddress.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TABLE",
      description = "one table only; default: all, in the order of the commits")
  private @Nullable String table;

  @Option(
      names = "--from",
      paramLabel = "VERSION|TIME",
      converter = AsOf.Converter.class,
      description = "what this version changed and those after it; default: all versions")
  private @Nullable AsOf from;

  @Option(
      names = "--to",
      paramLabel = "VERSION|TIME",
      converter = AsOf.Converter.class,
      description = "nothing after this version; default: up to the newest")
  private @Nullable AsOf to;

  @Option(
      names = "--follow",
      description = "go on with what is committed from now on, until Ctrl-C or the version of --to")
  private boolean follow;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "table, csv or json (one object a line); default: table. csv is of one table, and ends with"
              + " an error where a version changed its columns")
  private @Nullable OutputFormat format;

  @Option(names = "--json", description = "the same as --format json")
  private boolean json;

  @Mixin private LakeAccess access = new LakeAccess();

  private @Nullable RowWriter writer;
  private @Nullable StructType type;

  ChangesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    if (json && format != null && format != OutputFormat.JSON) {
      throw new WrongUsage("--json and --format %s are two formats; give one".formatted(format));
    }
    try (Interruption interruption = new Interruption(terminal);
        Lake lake = access.open(address, terminal)) {
      if (format == OutputFormat.CSV && table == null && !lake.isStandalone()) {
        throw new WrongUsage("--format csv prints the changes of one table; name it");
      }
      ChangeFeed feed = feed(lake);
      try (Changes changes = follow ? feed.follow() : feed.open()) {
        interruption.onEnd(changes::close);
        print(changes, interruption);
      }
      terminal.flush();
    }
    return Main.DONE;
  }

  private ChangeFeed feed(Lake lake) {
    ChangeFeed feed = lake.changes().withCommitColumns();
    if (table != null && lake.isStandalone()) {
      // Its name may be left out, and is nobody else's.
      Tables.find(lake, null, table);
    } else if (table != null) {
      feed = feed.table(table);
    }
    if (from != null) {
      feed = from.time() == null ? feed.from(from.version()) : feed.from(from.time());
    }
    if (to != null) {
      feed = to.time() == null ? feed.to(to.version()) : feed.to(to.time());
    }
    return feed;
  }

  private void print(Changes changes, Interruption interruption) {
    while (changes.nextVersion()) {
      while (changes.next()) {
        interruption.check();
        writer(changes).row(changes.row());
      }
      if (follow) {
        // Who waits sees each version as soon as it is there.
        if (isTable()) {
          end();
        }
        terminal.flush();
      }
    }
    if (!follow && writer == null && isTable()) {
      terminal.line("No rows changed");
    }
    end();
    if (follow) {
      terminal.flush();
      terminal.errorLine(
          "Seen through version %s; --from %s goes on from there"
              .formatted(changes.seenThrough(), changes.seenThrough() + 1));
    }
  }

  private boolean isTable() {
    return !isJson() && format != OutputFormat.CSV;
  }

  private boolean isJson() {
    return json || format == OutputFormat.JSON;
  }

  /** The writer of rows of the columns that a change has. */
  private RowWriter writer(Changes changes) {
    StructType columns = changes.row().type();
    StructType before = type;
    RowWriter now = writer;
    if (now == null || before == null || !before.equals(columns)) {
      if (now != null && format == OutputFormat.CSV) {
        throw new Failure(
            "the columns of table %s changed with version %s; read up to version %s and from there on, or use --format json"
                .formatted(changes.table(), changes.version(), changes.version() - 1));
      }
      end();
      now = newWriter(columns);
      writer = now;
      type = columns;
    }
    return now;
  }

  private RowWriter newWriter(StructType columns) {
    OutputFormat chosen = isJson() ? OutputFormat.JSON : format;
    return switch (chosen == null ? OutputFormat.TABLE : chosen) {
      case TABLE -> new TableWriter(terminal::write, terminal.style(), terminal.width(), columns);
      case CSV -> new CsvWriter(terminal::write, columns, ',');
      case JSON -> new JsonLinesWriter(terminal::write, columns);
    };
  }

  /** Ends a table, whose first rows wait for those that follow. */
  private void end() {
    RowWriter now = writer;
    if (now != null) {
      now.end();
    }
    writer = null;
  }
}
