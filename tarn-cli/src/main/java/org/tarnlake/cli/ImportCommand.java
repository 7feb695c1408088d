package org.tarnlake.cli;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.cli.input.CsvOptions;
import org.tarnlake.cli.input.InputFormat;
import org.tarnlake.cli.terminal.Interruption;
import org.tarnlake.cli.terminal.Progress;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.StructType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn import}: files into tables, in one transaction. */
@Command(
    name = "import",
    description = {
      "Append files to tables, all in one transaction: either every row arrives or none.",
      "JSON is one object a line or one array. Columns match by name; where a file lacks one,",
      "its values are null, or what the table says of it (a default, a generated column)."
    },
    footer = {
      "",
      "The columns of a new table have types that keep every value of its first file; text",
      "such as 007 stays text. In CSV an empty field is null, and \"\" is an empty string;",
      "what separates fields, and whether the first line names the columns, the file tells.",
      "",
      "Where LAKE is itself a Delta table, TABLE may be left out: =FILE.",
      "",
      "Examples:",
      "  tarn import lake orders=orders.csv",
      "  tarn import lake orders=o.csv items=i.ndjson.gz --create --partition-by orders=day"
    })
final class ImportCommand implements TarnCommand {
  private static final long REJECT_LIMIT = 1000;

  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "LAKE", description = LakeAddress.WHERE)
  private LakeAddress address = LakeAddress.of("");

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "TABLE=FILE",
      description = {
        ".csv, .tsv, .json, .ndjson or .jsonl, also with .gz, .zst or .bz2, or .parquet;",
        "a folder or a pattern, data/*.csv, stands for its files; with --format also",
        "a pipe, or - for the standard input"
      })
  private List<String> files = List.of();

  @Option(names = "--create", description = "make the tables that do not exist")
  private boolean create;

  @Option(
      names = "--add-columns",
      description =
          "add columns that a file has and its table lacks; each file may add some, and rows of"
              + " others have null there")
  private boolean addColumns;

  @Option(
      names = "--partition-by",
      paramLabel = "[TABLE=]A,B",
      description = "partition a new table by these columns")
  private List<String> partitions = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "csv, json or parquet, whatever the suffix")
  private @Nullable InputFormat format;

  @Option(
      names = "--types",
      paramLabel = "[TABLE=]COLUMNS",
      description =
          "types of some or all columns of new tables: \"zip string, price decimal(9,2)\"; see tarn"
              + " help create")
  private List<String> types = List.of();

  @Mixin private CsvFlags csv = new CsvFlags();

  @Option(
      names = "--id",
      paramLabel = "KEY",
      description = "do the import only if none with that key was done; the lake remembers them")
  private @Nullable String id;

  @Option(
      names = "--once",
      description = "pass over files that were imported with --once before and have not changed")
  private boolean once;

  @Option(
      names = "--file-column",
      paramLabel = "NAME",
      description = "put the name of each row's file into this column")
  private @Nullable String fileColumn;

  @Option(
      names = "--reject",
      paramLabel = "FILE",
      description =
          "put rows that cannot be read into this new CSV file, each with the reason, and import the"
              + " others")
  private @Nullable Path reject;

  @Option(
      names = "--reject-limit",
      paramLabel = "N",
      converter = Limit.Converter.class,
      description = "fail where more lines than that cannot be read; default: 1000")
  private @Nullable Limit rejectLimit;

  @Option(
      names = "--dry-run",
      description =
          "read all files and tell what would be done, and which rows cannot be read; commit"
              + " nothing")
  private boolean dryRun;

  @Option(names = "--json", description = "tell what was done as one JSON object")
  private boolean json;

  @Mixin private LakeAccess access = new LakeAccess();

  ImportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    requireOneWayToTellApart();
    requireRejectsAsCsv();
    CsvOptions options = csv.csv();
    List<ImportSource> sources =
        files.stream()
            .flatMap(file -> ImportSource.parse(file, format, options, csv.encoding()).stream())
            .toList();
    Set<String> tables = new TreeSet<>();
    sources.forEach(source -> tables.add(source.table()));
    Map<String, List<String>> partitionColumns = PartitionOption.parse(partitions, tables);
    if (!create && !(partitionColumns.isEmpty() && types.isEmpty())) {
      throw new WrongUsage("--partition-by and --types are for new tables; add --create");
    }
    Map<String, StructType> givenTypes = TypesOption.parse(types, tables);
    Importer.Result result;
    List<String> told;
    String versionsOf;
    try (Interruption interruption = new Interruption(terminal);
        Lake lake = access.open(address, terminal);
        Progress progress = new Progress(terminal);
        RejectFile rejects = rejects()) {
      List<ImportSource> named =
          sources.stream().map(source -> marked(named(lake, source))).toList();
      List<ImportSource> all = once ? withoutRepeated(named) : named;
      Supplier<Importer.Result> attempt =
          () -> {
            Importer importer =
                new Importer(
                    lake,
                    progress,
                    interruption,
                    terminal.environment().background(),
                    fileColumn,
                    rejects);
            if (dryRun) {
              importer.dry();
            }
            if (addColumns) {
              importer.addColumns();
            }
            return create
                ? importer.create(all, partitionColumns, givenTypes)
                : importer.append(all);
          };
      result = unlessDoneMeanwhile(attempt, lake, all);
      versionsOf = Tables.versionsOf(lake);
      told = dryRun && rejects != null ? rejects.told() : List.of();
    }
    long rejected = result.files().stream().mapToLong(Importer.LoadedFile::rejected).sum();
    if (json) {
      terminal.line(ImportSummary.json(result, dryRun, told));
    } else {
      new ImportSummary(terminal, once, id != null, dryRun).print(result, versionsOf, told);
    }
    if (dryRun) {
      return rejected > 0 && reject == null ? Main.FAILED : Main.DONE;
    }
    if (rejected > 0) {
      terminal.flush();
      terminal.warning(
          "%s could not be read and %s not imported; %s tells which, and why"
              .formatted(Words.count(rejected, "row"), rejected == 1 ? "is" : "are", reject));
    }
    return Main.DONE;
  }

  /**
   * Imports; if another import with the same mark was faster, begins again, and finds that it is
   * done.
   */
  private static Importer.Result unlessDoneMeanwhile(
      Supplier<Importer.Result> attempt, Lake lake, List<ImportSource> sources) {
    try {
      return attempt.get();
    } catch (ConflictException | InvalidDataException e) {
      // The latter if the table has been made meanwhile.
      if (!ImportMarks.isAnyDone(lake, sources)) {
        throw e;
      }
      return attempt.get();
    }
  }

  private void requireRejectsAsCsv() {
    if (reject == null) {
      if (rejectLimit != null) {
        throw new WrongUsage("--reject-limit says how many lines --reject FILE takes; give both");
      }
      return;
    }
    if (InputFormat.ofSuffix(reject).orElse(InputFormat.CSV) != InputFormat.CSV) {
      throw new WrongUsage(
          "--reject writes CSV, whatever is read; call the file .csv and not %s".formatted(reject));
    }
  }

  /** A dry run passes over what cannot be read, and tells it. */
  private @Nullable RejectFile rejects() {
    if (dryRun && reject == null) {
      return new RejectFile(null, Long.MAX_VALUE);
    }
    long limit = rejectLimit == null ? REJECT_LIMIT : rejectLimit.count();
    return reject == null ? null : new RejectFile(dryRun ? null : reject, limit);
  }

  private void requireOneWayToTellApart() {
    if (id != null && id.isBlank()) {
      throw new WrongUsage("--id is empty; give a key that only this import has");
    }
    if (id != null && once) {
      throw new WrongUsage("--id and --once both tell imports apart; give one");
    }
  }

  private ImportSource marked(ImportSource source) {
    if (once) {
      return source.withMark(ImportMark.ofFile(source.file()));
    }
    return id == null ? source : source.withMark(ImportMark.ofId(id));
  }

  /** A file that is named twice, as by a folder and a pattern, is imported once. */
  private static List<ImportSource> withoutRepeated(List<ImportSource> sources) {
    Set<String> seen = new HashSet<>();
    return sources.stream().filter(each -> seen.add(each.table() + "\n" + each.mark())).toList();
  }

  /** Without a name the table is the folder itself. */
  private static ImportSource named(Lake lake, ImportSource source) {
    return source.table().isEmpty()
        ? source.withTable(Tables.find(lake, null, null).name())
        : source;
  }
}
