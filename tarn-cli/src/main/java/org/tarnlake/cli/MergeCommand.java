package org.tarnlake.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.Merge;
import org.tarnlake.MergeResult;
import org.tarnlake.Transaction;
import org.tarnlake.cli.input.InputFormat;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.cli.terminal.Interruption;
import org.tarnlake.cli.terminal.Progress;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn merge}: files whose rows change those of their keys, or are new. */
@Command(
    name = "merge",
    description = {
      "Change and insert rows of a table by those of a file, in one transaction.",
      "A row with a key that the table has changes that row, any other is inserted. What the",
      "file has no column for stays as it is, and is null in new rows. No key may stand in the",
      "file twice; all rows change that have it in the table. A row that the file has counts as",
      "changed, also where its values stay the same."
    },
    footer = {
      "",
      "A condition names columns of the table, and those of the file behind source:",
      "  source.price > price",
      "",
      "Examples:",
      "  tarn merge lake orders changes.csv --on id",
      "  tarn merge lake orders today.parquet --on shop,id --delete-unmatched --dry-run",
      "  tarn merge lake orders feed.ndjson --on id --delete-if \"source.op = 'D'\""
    })
final class MergeCommand implements TarnCommand {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "LAKE", description = LakeAddress.WHERE)
  private LakeAddress address = LakeAddress.of("");

  @Parameters(
      index = "1..*",
      arity = "1..2",
      paramLabel = "TABLE FILE",
      description = {
        "the table's name, not needed where LAKE is itself a Delta table;",
        "and a file, folder or pattern, as tarn import takes them"
      })
  private List<String> tableAndFile = List.of();

  @Option(
      names = "--on",
      required = true,
      paramLabel = "COLUMNS",
      description =
          "the columns that tell rows apart, with commas between them; a row with a null in one"
              + " matches none, and is inserted")
  private String on = "";

  @Option(
      names = "--delete-if",
      paramLabel = "CONDITION",
      description =
          "rows of the table go that have one in the file for which this holds; where it names the"
              + " file's columns only, such a row of the file is never inserted")
  private @Nullable String deleteIf;

  @Option(
      names = "--delete-unmatched",
      description = "rows of the table go that have none in the file")
  private boolean deleteUnmatched;

  @Option(
      names = "--allow-empty",
      description =
          "let --delete-unmatched delete all rows where the file has none; else that is refused")
  private boolean allowEmpty;

  @Option(
      names = "--add-columns",
      description =
          "add columns that the file has and the table lacks, but not those that --delete-if names;"
              + " of several files the first counts")
  private boolean addColumns;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "csv, json or parquet, whatever the suffix")
  private @Nullable InputFormat format;

  @Mixin private CsvFlags csv = new CsvFlags();

  @Option(names = "--dry-run", description = "tell what would be done, and change nothing")
  private boolean dryRun;

  @Mixin private LakeAccess access = new LakeAccess();

  MergeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    boolean isNamed = tableAndFile.size() > 1;
    if (isNamed && format == null) {
      ImportSource.requireTableFirst(tableAndFile.get(0), tableAndFile.get(1));
    }
    List<ImportSource> files =
        ImportSource.parse(
            (isNamed ? tableAndFile.get(0) : "") + "=" + tableAndFile.get(isNamed ? 1 : 0),
            format,
            csv.csv(),
            csv.encoding());
    try (Interruption interruption = new Interruption(terminal);
        Lake lake = access.open(address, terminal);
        Progress progress = new Progress(terminal);
        Transaction tx = lake.begin()) {
      String table = Tables.find(lake, null, isNamed ? tableAndFile.get(0) : null).name();
      MergeFiles source =
          new MergeFiles(files, progress, interruption, terminal.environment().background());
      StructType columns = source.columns(tx.schema(table).columns(), addColumns);
      List<Field> added =
          addColumns ? added(table, tx.schema(table).columns(), columns) : List.of();
      added.forEach(field -> tx.alter(table).add(field));
      MergeResult result = merge(tx, table, columns, source).run();
      requireRows(table, source, result);
      String what =
          "%s changed, %s inserted, %s deleted"
              .formatted(
                  Words.count(result.updated(), "row"),
                  Words.number(result.inserted()),
                  Words.number(result.deleted()));
      if (dryRun) {
        tellAdded(table, "to be added", added);
        terminal.line("%s: it would be %s; nothing was changed".formatted(table, what));
        return Main.DONE;
      }
      long version = tx.commit();
      tellAdded(table, "added", added);
      terminal.line(
          version == tx.readVersion()
              ? "%s: nothing to do, no row was changed".formatted(table)
              : "%s: %s, in version %s of the %s"
                  .formatted(table, what, version, Tables.versionsOf(lake)));
    }
    return Main.DONE;
  }

  private void tellAdded(String table, String how, List<Field> added) {
    if (!added.isEmpty()) {
      terminal.line(
          "%s: columns %s: %s"
              .formatted(
                  table, how, String.join(", ", added.stream().map(Field::toString).toList())));
    }
  }

  /** An empty file is more often a mistake than the wish that all rows go. */
  private void requireRows(String table, MergeFiles source, MergeResult result) {
    if (source.rows() == 0 && result.deleted() > 0 && !allowEmpty) {
      throw new Failure(
          "%s has no rows, so that --delete-unmatched would delete all %s of table %s; nothing was changed; add --allow-empty if that is meant"
              .formatted(source.names(), Words.count(result.deleted(), "row"), table));
    }
  }

  /** The columns that a table gets: those that only the source has, and not only a condition. */
  private List<Field> added(String name, StructType table, StructType source) {
    if (deleteIf != null) {
      // A column that is added is no other one of that name that the condition means.
      try {
        Predicate.parse(deleteIf).bind(named(table, source), terminal.environment().clock());
      } catch (InvalidDataException e) {
        throw new Failure("table %s: %s".formatted(name, e.getMessage()), e);
      }
    }
    List<Field> added = new ArrayList<>();
    for (Field field : source.fields()) {
      if (table.indexOf(field.name()) < 0 && !isNamedByCondition(table, source, field)) {
        added.add(Field.optional(field.name(), field.type()));
      }
    }
    return added;
  }

  /** Whether the condition of --delete-if, which is right with a column, is wrong without it. */
  private boolean isNamedByCondition(StructType table, StructType source, Field column) {
    if (deleteIf == null) {
      return false;
    }
    List<Field> others = new ArrayList<>(source.fields());
    others.remove(column);
    try {
      Predicate.parse(deleteIf)
          .bind(named(table, new StructType(others)), terminal.environment().clock());
      return false;
    } catch (InvalidDataException e) {
      return true;
    }
  }

  private static StructType named(StructType table, StructType source) {
    List<Field> fields = new ArrayList<>(table.fields());
    fields.removeIf(
        field ->
            field.name().equalsIgnoreCase("target") || field.name().equalsIgnoreCase("source"));
    fields.add(Field.optional("target", table));
    fields.add(Field.optional("source", source));
    return new StructType(fields);
  }

  /** Whether a condition asks for nothing but the source's row. */
  private boolean isOfSource(String condition, StructType source) {
    StructType columns = new StructType(List.of(Field.optional("source", source)));
    try {
      Predicate.parse(condition).bind(columns, terminal.environment().clock());
      return true;
    } catch (InvalidDataException e) {
      return false;
    }
  }

  private Merge merge(Transaction tx, String table, StructType columns, MergeFiles source) {
    Merge merge =
        tx.merge(table)
            .using(Schema.of(columns.fields().toArray(Field[]::new)), source)
            .on(ColumnList.split("--on", on).toArray(String[]::new));
    if (deleteIf != null) {
      merge.whenMatched(deleteIf).delete();
    }
    merge.whenMatched().update();
    if (deleteIf != null && isOfSource(deleteIf, columns)) {
      // Where a row is not there, one that says that it goes is none to insert.
      merge.whenNotMatched("case when %s then false else true end".formatted(deleteIf)).insert();
    } else {
      merge.whenNotMatched().insert();
    }
    if (deleteUnmatched) {
      merge.whenNotMatchedBySource().delete();
    }
    return merge;
  }
}
