package org.tarnlake.cli;

import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.ParquetFile;
import org.tarnlake.Scan;
import org.tarnlake.Stores;
import org.tarnlake.Table;
import org.tarnlake.cli.input.InputFormat;
import org.tarnlake.cli.output.CsvWriter;
import org.tarnlake.cli.output.FileSink;
import org.tarnlake.cli.output.JsonLinesWriter;
import org.tarnlake.cli.output.ParquetRowWriter;
import org.tarnlake.cli.output.PartFolder;
import org.tarnlake.cli.output.PartitionFolders;
import org.tarnlake.cli.output.Parts;
import org.tarnlake.cli.output.PipeSink;
import org.tarnlake.cli.output.RowWriter;
import org.tarnlake.cli.output.Sink;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.cli.terminal.Interruption;
import org.tarnlake.cli.terminal.Progress;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.schema.StructType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn export}: a table's rows as a file, or as several in a folder. */
@Command(
    name = "export",
    description = {
      "Write rows of a table to a new file or folder, which appears when it is complete.",
      "An import of it into a table of the same columns gives the same rows back;",
      "what becomes of columns without a type, docs/export.md tells."
    },
    footer = {
      "",
      "Examples:",
      "  tarn export lake flights flights.csv.gz --where \"delay > 0\"",
      "  tarn export lake flights worst.csv --order-by \"delay desc\" --limit 100",
      "  tarn export lake flights parts/ --format csv --compression gzip --max-file-size 100MB",
      "  tarn export lake flights by-origin/ --format parquet --partition-by origin"
    })
final class ExportCommand implements TarnCommand {
  /** Names of the standard output. */
  private static final Set<String> STANDARD_OUTPUT = Set.of("-", "/dev/stdout");

  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "LAKE", description = LakeAddress.WHERE)
  private LakeAddress address = LakeAddress.of("");

  @Parameters(
      index = "1..2",
      arity = "1..2",
      hideParamSyntax = true,
      paramLabel = "[TABLE] FILE|FOLDER/",
      description = {
        "the table's name, not needed where LAKE is itself a Delta table, and",
        "a new file: .csv, .tsv, .json, .ndjson, .jsonl (one object a line),",
        "each also with .gz or .zst, or .parquet;",
        "or - for the standard output, or a pipe, with --format;",
        "or a new or empty FOLDER/, with --format: files part-00001.csv etc."
      })
  private List<String> names = List.of();

  @Mixin private RowSelection selection = new RowSelection();

  @Mixin private RowOrder order = new RowOrder();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "csv, json or parquet, whatever the file's suffix is")
  private @Nullable InputFormat format;

  @Mixin private FolderOptions folderOptions = new FolderOptions();

  @Mixin private LakeAccess access = new LakeAccess();

  /**
   * The rows that are exported.
   *
   * @param sorted gives them their order; null if they have none
   */
  private record Source(Table table, Scan scan, @Nullable SortedScan sorted) {}

  ExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    String target = names.get(names.size() - 1);
    if (Stores.folder(target) == null) {
      throw new Failure(
          "'%s' is a URL, and a path of this disk is needed here; upload the file afterwards, or: tarn export LAKE TABLE - --format csv | %s"
              .formatted(target, target.startsWith("s3") ? "aws s3 cp - URL" : "PROGRAM"));
    }
    @Nullable String name = names.size() > 1 ? names.get(0) : null;
    if (name != null && format == null) {
      ImportSource.requireTableFirst(name, target);
    }
    InputFormat chosen = format(target);
    try (Interruption interruption = new Interruption(terminal);
        Lake lake = access.open(address, terminal)) {
      Table table = selection.table(lake, name);
      Source source =
          new Source(
              table,
              selection.scan(table),
              order.isGiven() ? SortedScan.of(selection, order, table) : null);
      if (isFolder(target)) {
        exportFolder(chosen, source, target, interruption);
      } else {
        exportFile(chosen, source, target, interruption);
      }
    }
    return Main.DONE;
  }

  private InputFormat format(String target) {
    boolean isOutput = STANDARD_OUTPUT.contains(target);
    if (isFolder(target)) {
      requireFolder(target);
      if (format == null) {
        throw new WrongUsage("a folder has no suffix; add --format csv, json or parquet");
      }
      return format;
    }
    if (folderOptions.areCompressed()) {
      throw new WrongUsage(
          "--compression is of the files in a folder; of one file its suffix tells: x.csv.gz");
    }
    InputFormat chosen = format == null ? ofSuffix(target) : format;
    if (isOutput && chosen == InputFormat.PARQUET && terminal.isTerminal()) {
      throw new WrongUsage("Parquet is no text for a terminal; add > FILE, or | PROGRAM");
    }
    return chosen;
  }

  /** Whether what was named is to be a folder of files. */
  private boolean isFolder(String target) {
    return folderOptions.severalFiles() != null
        || endsAsFolder(target)
        || Files.isDirectory(Path.of(target));
  }

  private static boolean endsAsFolder(String target) {
    return target.endsWith("/") || target.endsWith(File.separator);
  }

  /** Who asks for several files and names one is asked, before a folder is called like a file. */
  private void requireFolder(String target) {
    boolean isFile =
        STANDARD_OUTPUT.contains(target)
            || isPipe(target)
            || (InputFormat.ofSuffix(Path.of(target)).isPresent() && !endsAsFolder(target));
    if (isFile && !Files.isDirectory(Path.of(target))) {
      throw new WrongUsage(
          "%s makes several files, and %s is one; name a folder, such as parts/, and add --format"
              .formatted(folderOptions.severalFiles(), target));
    }
    if (format == InputFormat.PARQUET && folderOptions.areCompressed()) {
      throw new WrongUsage("--compression is of text; Parquet files are compressed inside already");
    }
  }

  private void exportFile(
      InputFormat chosen, Source source, String file, Interruption interruption) {
    if (STANDARD_OUTPUT.contains(file)) {
      export(chosen, source, terminal::write, file, interruption);
      terminal.flush();
      return;
    }
    if (isPipe(file)) {
      try (PipeSink sink = new PipeSink(Path.of(file))) {
        export(chosen, source, sink, file, interruption);
        sink.complete();
      }
      return;
    }
    try (FileSink sink = new FileSink(Path.of(file))) {
      long count = export(chosen, source, sink, file, interruption);
      sink.complete();
      terminal.line(
          "Exported %s of %s to %s"
              .formatted(Words.count(count, "row"), source.table().name(), file));
    }
  }

  private void exportFolder(
      InputFormat chosen, Source source, String target, Interruption interruption) {
    StructType columns = source.scan().columns();
    List<Integer> partitions = folderOptions.partitions(source.table(), columns);
    long rows;
    try (PartFolder parts = new PartFolder(Path.of(target))) {
      try (Parts files =
              folderOptions.parts(
                  chosen, parts, columns, (format, sink) -> writer(format, sink, columns, ','));
          Progress progress = new Progress(terminal)) {
        progress.label(target);
        FolderExport export =
            new FolderExport(
                source.scan(),
                source.sorted(),
                files,
                terminal.temporaryFolder(),
                progress,
                interruption);
        rows =
            partitions.isEmpty() ? export.write() : export.write(new PartitionFolders(partitions));
      }
      parts.complete();
      terminal.line(
          "Exported %s of %s to %s in %s"
              .formatted(
                  Words.count(rows, "row"),
                  source.table().name(),
                  Words.count(parts.fileCount(), "file"),
                  target));
    }
  }

  private static boolean isPipe(String file) {
    Path path = Path.of(file);
    return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
  }

  private long export(
      InputFormat chosen, Source source, Sink sink, String file, Interruption interruption) {
    Scan scan = source.scan();
    StructType columns = scan.columns();
    char delimiter = InputFormat.delimiterOf(Path.of(file));
    SortedScan sorted = source.sorted();
    if (sorted != null) {
      try (Progress progress = new Progress(terminal)) {
        progress.label(file);
        Path temporary = terminal.temporaryFolder();
        if (chosen == InputFormat.PARQUET) {
          OutputStream out = stream(sink, interruption);
          try (ParquetRowWriter writer = new ParquetRowWriter(out, columns)) {
            return sorted.write(temporary, progress, interruption::check, writer);
          }
        }
        RowWriter writer = writer(chosen, sink, columns, delimiter);
        return sorted.write(temporary, progress, interruption::check, writer);
      }
    }
    if (chosen == InputFormat.PARQUET) {
      return ParquetFile.write(stream(sink, interruption), scan);
    }
    Sink nowhere = (bytes, offset, length) -> {};
    try (Progress progress = new Progress(terminal)) {
      progress.label(file);
      RowWriter writer = writer(chosen, sink, columns, delimiter);
      new TextExport(
              () -> writer(chosen, nowhere, columns, delimiter),
              terminal.environment().background(),
              progress,
              interruption)
          .write(scan, sink);
      writer.end();
      return progress.rows();
    }
  }

  private static RowWriter writer(
      InputFormat chosen, Sink sink, StructType columns, char delimiter) {
    return chosen == InputFormat.CSV
        ? new CsvWriter(sink, columns, delimiter)
        : new JsonLinesWriter(sink, columns);
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
    return InputFormat.ofSuffix(Path.of(file)).orElseThrow(() -> ImportSource.noFormat(file));
  }
}
