package org.tarnlake.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.ApplicationProgress;
import org.tarnlake.Lake;
import org.tarnlake.cli.input.CsvOptions;
import org.tarnlake.cli.input.InputFormat;
import org.tarnlake.cli.terminal.Interruption;
import org.tarnlake.cli.terminal.Progress;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.NameHint;
import org.tarnlake.schema.Schema;
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
      "its values are null."
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
  private static final int LINE_LENGTH = 96;
  private static final long REJECT_LIMIT = 1000;

  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "LAKE", description = "the lake's folder")
  private Path folder = Path.of("");

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
    String versionsOf;
    try (Interruption interruption = new Interruption(terminal);
        Lake lake = access.open(folder, terminal);
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
            return create
                ? importer.create(all, partitionColumns, givenTypes)
                : importer.append(all);
          };
      result = unlessDoneMeanwhile(attempt, lake, all);
      versionsOf = Tables.versionsOf(lake);
    }
    if (json) {
      printJson(result);
    } else {
      print(result, versionsOf);
    }
    long rejected = result.files().stream().mapToLong(Importer.LoadedFile::rejected).sum();
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

  private @Nullable RejectFile rejects() {
    long limit = rejectLimit == null ? REJECT_LIMIT : rejectLimit.count();
    return reject == null ? null : new RejectFile(reject, limit);
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

  private void print(Importer.Result result, String versionsOf) {
    for (Importer.LoadedFile file : result.files()) {
      ApplicationProgress before = file.doneBefore();
      if (before != null) {
        Instant at = before.recordedAt();
        terminal.line(
            (once
                    ? "%s was imported into %s before%s; it is passed over"
                    : "%s is not read: an import into %s with that --id was done%s")
                .formatted(file.file(), file.table(), at == null ? "" : " at " + at));
        continue;
      }
      terminal.line(
          "%s from %s into %s%s"
              .formatted(
                  Words.count(file.rows(), "row"),
                  file.file(),
                  file.table(),
                  file.created() == null ? "" : ", created with the columns"));
      Schema created = file.created();
      if (created != null) {
        int width = Math.min(LINE_LENGTH, terminal.width());
        Words.wrap(columns(created), "  ", width).forEach(terminal::line);
      }
      file.notes().forEach(note -> terminal.line("  " + note));
      if (file.rejected() > 0) {
        terminal.line("  %s rejected".formatted(Words.count(file.rejected(), "row")));
      }
      if (!file.missing().isEmpty()) {
        terminal.line(
            "  columns that it lacks are null: %s".formatted(NameHint.list(file.missing())));
      }
    }
    boolean isKeyFree =
        id != null
            && !result.isMarked()
            && result.files().stream().allMatch(file -> file.doneBefore() == null);
    if (isKeyFree) {
      terminal.line("No row was imported, so that the --id is not taken and can be used again");
    }
    boolean nothing =
        !result.isMarked()
            && result.files().stream().allMatch(file -> file.rows() == 0 && file.created() == null);
    terminal.line(
        (nothing
                ? "Nothing to commit; version %s of the %s is the newest"
                : "Committed as version %s of the %s")
            .formatted(result.version(), versionsOf));
  }

  private static List<String> columns(Schema schema) {
    List<String> columns = new ArrayList<>();
    for (Field field : schema.columns().fields()) {
      boolean partition = schema.partitionColumns().contains(field.name());
      boolean last = columns.size() == schema.columns().size() - 1;
      columns.add(
          field.name()
              + " "
              + field.type().text()
              + (partition ? " (partition)" : "")
              + (last ? "" : ","));
    }
    return columns;
  }

  private void printJson(Importer.Result result) {
    JsonWriter out =
        new JsonWriter().beginObject().field("version", result.version()).beginArray("files");
    for (Importer.LoadedFile file : result.files()) {
      out.beginObject()
          .field("table", file.table())
          .field("file", file.file())
          .field("rows", file.rows())
          .field("created", file.created() != null)
          .field("notes", (Object) file.notes())
          .field("missingColumns", (Object) file.missing())
          .field("rejected", file.rejected())
          .field("importedBefore", file.doneBefore() != null)
          .endObject();
    }
    terminal.line(out.endArray().endObject().toText());
  }
}
