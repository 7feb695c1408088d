package org.tarnlake.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.ParquetFile;
import org.tarnlake.Rows;
import org.tarnlake.Scan;
import org.tarnlake.Table;
import org.tarnlake.cli.input.InputFormat;
import org.tarnlake.cli.output.CsvWriter;
import org.tarnlake.cli.output.FileSink;
import org.tarnlake.cli.output.JsonLinesWriter;
import org.tarnlake.cli.output.RowWriter;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.cli.terminal.Interruption;
import org.tarnlake.cli.terminal.Progress;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.cli.terminal.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn export}: a table's rows as a file. */
@Command(
    name = "export",
    description = {
      "Write rows of a table to a new file, which appears when it is complete.",
      "An import of the file gives the same rows back."
    })
final class ExportCommand implements TarnCommand {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "LAKE", description = "the lake's folder")
  private Path folder = Path.of("");

  @Parameters(
      index = "1..2",
      arity = "1..2",
      hideParamSyntax = true,
      paramLabel = "[TABLE] FILE",
      description = {
        "the table's name, not needed where LAKE is itself a Delta table, and a new file:",
        ".csv, .json, .ndjson or .jsonl (one object a line), these also with .gz, or .parquet"
      })
  private List<String> names = List.of();

  private Path file = Path.of("");

  @Mixin private RowSelection selection = new RowSelection();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "csv, json or parquet, whatever the file's suffix is")
  private @Nullable InputFormat format;

  @Mixin private LakeAccess access = new LakeAccess();

  ExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    file = Path.of(names.get(names.size() - 1));
    @Nullable String name = names.size() > 1 ? names.get(0) : null;
    InputFormat chosen = format == null ? ofSuffix() : format;
    if (chosen == InputFormat.PARQUET) {
      requireNew();
    }
    try (Lake lake = access.open(folder, terminal)) {
      Table table = selection.table(lake, name);
      Scan scan = selection.scan(table);
      long count =
          chosen == InputFormat.PARQUET ? ParquetFile.write(file, scan) : exportText(chosen, scan);
      terminal.line(
          "Exported %s of %s to %s".formatted(Words.count(count, "row"), table.name(), file));
    }
    return Main.DONE;
  }

  private void requireNew() {
    if (Files.exists(file)) {
      throw new Failure("%s exists; name another file or delete it first".formatted(file));
    }
  }

  private long exportText(InputFormat chosen, Scan scan) {
    try (Interruption interruption = new Interruption(terminal);
        Rows rows = scan.rows();
        FileSink sink = new FileSink(file);
        Progress progress = new Progress(terminal)) {
      progress.label(file.toString());
      RowWriter writer =
          chosen == InputFormat.CSV
              ? new CsvWriter(sink, rows.type())
              : new JsonLinesWriter(sink, rows.type());
      while (rows.next()) {
        writer.row(rows);
        progress.row();
        interruption.check();
      }
      writer.end();
      sink.complete();
      return progress.rows();
    }
  }

  private InputFormat ofSuffix() {
    return InputFormat.ofSuffix(file)
        .orElseThrow(
            () ->
                new WrongUsage(
                    "the suffix of %s tells no format; add --format csv, json or parquet"
                        .formatted(file)));
  }
}
