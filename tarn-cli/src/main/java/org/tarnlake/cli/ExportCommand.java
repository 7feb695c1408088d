package org.tarnlake.cli;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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
import org.tarnlake.cli.output.PipeSink;
import org.tarnlake.cli.output.RowWriter;
import org.tarnlake.cli.output.Sink;
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
      "An import of the file into a table of the same columns gives the same rows back."
    })
final class ExportCommand implements TarnCommand {
  /** Names of the standard output. */
  private static final Set<String> STANDARD_OUTPUT = Set.of("-", "/dev/stdout");

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
        ".csv, .tsv, .json, .ndjson or .jsonl (one object a line), also with .gz or .zst,",
        "or .parquet;",
        "- is the standard output, which needs --format, as a pipe does"
      })
  private List<String> names = List.of();

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
    String file = names.get(names.size() - 1);
    @Nullable String name = names.size() > 1 ? names.get(0) : null;
    boolean isOutput = STANDARD_OUTPUT.contains(file);
    InputFormat chosen = format == null ? ofSuffix(file) : format;
    if (isOutput && chosen == InputFormat.PARQUET && terminal.isTerminal()) {
      throw new WrongUsage("Parquet is no text for a terminal; add > FILE, or | PROGRAM");
    }
    try (Interruption interruption = new Interruption(terminal);
        Lake lake = access.open(folder, terminal)) {
      Table table = selection.table(lake, name);
      Scan scan = selection.scan(table);
      if (isOutput) {
        export(chosen, scan, terminal::write, file, interruption);
        terminal.flush();
        return Main.DONE;
      }
      if (isPipe(file)) {
        try (PipeSink sink = new PipeSink(Path.of(file))) {
          export(chosen, scan, sink, file, interruption);
          sink.complete();
        }
        return Main.DONE;
      }
      try (FileSink sink = new FileSink(Path.of(file))) {
        long count = export(chosen, scan, sink, file, interruption);
        sink.complete();
        terminal.line(
            "Exported %s of %s to %s".formatted(Words.count(count, "row"), table.name(), file));
      }
    }
    return Main.DONE;
  }

  private static boolean isPipe(String file) {
    Path path = Path.of(file);
    return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
  }

  private long export(
      InputFormat chosen, Scan scan, Sink sink, String file, Interruption interruption) {
    if (chosen == InputFormat.PARQUET) {
      return ParquetFile.write(stream(sink, interruption), scan);
    }
    try (Rows rows = scan.rows();
        Progress progress = new Progress(terminal)) {
      progress.label(file);
      RowWriter writer =
          chosen == InputFormat.CSV
              ? new CsvWriter(sink, rows.type(), InputFormat.delimiterOf(Path.of(file)))
              : new JsonLinesWriter(sink, rows.type());
      while (rows.next()) {
        writer.row(rows);
        progress.row();
        interruption.check();
      }
      writer.end();
      return progress.rows();
    }
  }

  private static OutputStream stream(Sink sink, Interruption interruption) {
    return new OutputStream() {
      @Override
      public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        interruption.check();
        sink.write(bytes, offset, length);
      }
    };
  }

  private static InputFormat ofSuffix(String file) {
    if (STANDARD_OUTPUT.contains(file)) {
      throw new WrongUsage("standard output has no suffix; add --format csv, json or parquet");
    }
    return InputFormat.ofSuffix(Path.of(file))
        .orElseThrow(
            () ->
                new WrongUsage(
                    "the suffix of %s tells no format; add --format csv, json or parquet"
                        .formatted(file)));
  }
}
