package org.tarnlake.cli;

import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.Rows;
import org.tarnlake.Scan;
import org.tarnlake.Table;
import org.tarnlake.cli.output.CsvWriter;
import org.tarnlake.cli.output.JsonLinesWriter;
import org.tarnlake.cli.output.RowWriter;
import org.tarnlake.cli.output.TableWriter;
import org.tarnlake.cli.terminal.Progress;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.schema.StructType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tarn scan}: the rows of a table. */
@Command(
    name = "scan",
    description = "Print rows of a table.",
    footer = {
      "",
      "Examples:",
      "  tarn scan lake flights --where \"origin = 'SEA' and delay > 60\" --limit 10",
      "  tarn scan lake flights --order-by \"delay desc, id\" --limit 10",
      "  tarn scan lake flights --columns origin,delay --format csv > delays.csv",
      "  tarn scan lake flights --as-of 1"
    })
final class ScanCommand implements TarnCommand {
  private final Terminal terminal;

  @Mixin private TableChoice choice = new TableChoice();

  @Mixin private RowSelection selection = new RowSelection();

  @Mixin private RowOrder order = new RowOrder();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table, csv or json (one object a line); default: table")
  private @Nullable OutputFormat format;

  @Option(names = "--json", description = "the same as --format json")
  private boolean json;

  ScanCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    if (json && format != null && format != OutputFormat.JSON) {
      throw new WrongUsage("--json and --format %s are two formats; give one".formatted(format));
    }
    try (Lake lake = choice.open(terminal)) {
      Table table = selection.table(lake, choice.name());
      if (order.isGiven()) {
        writeSorted(SortedScan.of(selection, order, table));
      } else {
        write(selection.scan(table));
      }
      terminal.flush();
    }
    return Main.DONE;
  }

  private void writeSorted(SortedScan sorted) {
    RowWriter writer = writer(sorted.shown());
    try (Progress progress = new Progress(terminal)) {
      progress.label(sorted.table());
      sorted.forEach(
          terminal.temporaryFolder(),
          progress,
          () -> {},
          writer::bytes,
          row -> {
            // The line of the progress is none of the answer.
            progress.wipe();
            writer.write(row);
          });
    }
    writer.end();
  }

  private void write(Scan scan) {
    try (Rows rows = scan.rows()) {
      RowWriter writer = writer(rows.type());
      while (rows.next()) {
        writer.row(rows);
      }
      writer.end();
    }
  }

  private RowWriter writer(StructType type) {
    OutputFormat chosen = json ? OutputFormat.JSON : format;
    return switch (chosen == null ? OutputFormat.TABLE : chosen) {
      case TABLE -> new TableWriter(terminal::write, terminal.style(), terminal.width(), type);
      case CSV -> new CsvWriter(terminal::write, type, ',');
      case JSON -> new JsonLinesWriter(terminal::write, type);
    };
  }
}
