package org.tarnlake.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Appender;
import org.tarnlake.ApplicationProgress;
import org.tarnlake.Lake;
import org.tarnlake.Transaction;
import org.tarnlake.cli.input.ColumnDefaults;
import org.tarnlake.cli.input.Reading;
import org.tarnlake.cli.input.RowReader;
import org.tarnlake.cli.output.CellText;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.cli.terminal.Interruption;
import org.tarnlake.cli.terminal.Progress;
import org.tarnlake.error.CommitUnknownException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.TarnException;
import org.tarnlake.row.Batch;
import org.tarnlake.row.RowValues;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.NameHint;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;

/** Appends files to tables in one transaction. One thread at a time. */
final class Importer {
  private final Lake lake;
  private final Progress progress;
  private final Interruption interruption;
  private final @Nullable String fileColumn;
  private final @Nullable RejectFile rejects;
  private final Reading reading;
  private boolean isDry;
  private boolean addsColumns;

  /**
   * What an import did.
   *
   * @param version the lake version that it committed; of a dry run the newest one
   * @param isMarked whether it left a mark, for which there is a commit even without rows
   * @param isCommitted whether there was anything to commit
   */
  record Result(long version, List<LoadedFile> files, boolean isMarked, boolean isCommitted) {}

  /**
   * A file that was read.
   *
   * @param created the schema of the table, if this file made it
   * @param notes what was decided about the file
   * @param missing the table's columns that it lacks
   * @param rejected how many of its rows were rejected
   * @param doneBefore when an import with the same mark was done, so that this file was not read;
   *     null if there was none
   */
  record LoadedFile(
      String table,
      String file,
      long rows,
      @Nullable Schema created,
      List<String> notes,
      List<String> missing,
      long rejected,
      @Nullable ApplicationProgress doneBefore) {}

  /**
   * @param background helps with the reading
   * @param fileColumn the column that has the name of each row's file; null if none has
   * @param rejects takes the rows that cannot be read; null if one stops the import
   */
  Importer(
      Lake lake,
      Progress progress,
      Interruption interruption,
      ExecutorService background,
      @Nullable String fileColumn,
      @Nullable RejectFile rejects) {
    this.lake = lake;
    this.progress = progress;
    this.interruption = interruption;
    this.fileColumn = fileColumn;
    this.rejects = rejects;
    this.reading =
        new Reading(
            background,
            (readBytes, sizeBytes) -> {
              progress.read(readBytes, sizeBytes);
              interruption.check();
            },
            rejects == null ? null : rejects::add);
  }

  /** Does all but the commit from now on. */
  void dry() {
    isDry = true;
  }

  /** Adds columns that files have and their tables lack from now on. */
  void addColumns() {
    addsColumns = true;
  }

  /**
   * Appends files to tables that exist.
   *
   * @throws Failure if a table is missing, or a file does not fit it; nothing is committed
   */
  Result append(List<ImportSource> sources) {
    return load(sources, Map.of(), null);
  }

  /**
   * Makes the tables that do not exist, each with the columns of its first file, and appends the
   * files.
   *
   * @param partitions the partition columns of tables that have any
   * @param types the columns of each table whose types the user said
   * @throws Failure if a table exists that is otherwise, or a file is malformed; nothing is
   *     committed
   */
  Result create(
      List<ImportSource> sources,
      Map<String, List<String>> partitions,
      Map<String, StructType> types) {
    NewTables found = new NewTables(lake.latest(), partitions, types, fileColumn, reading);
    // A row that does not fit what the beginning tells is none to reject: the types are wrong.
    boolean isHasty = rejects == null;
    Map<String, Schema> newTables = found.schemas(sources, isHasty, progress);
    try {
      return load(sources, newTables, found);
    } catch (Failure e) {
      if (!found.areOnlyLikely()) {
        throw e;
      }
      // Perhaps the rest of a file is only not like its beginning.
      return load(sources, found.schemas(sources, false, progress), found);
    }
  }

  /**
   * Appends the files.
   *
   * @param newTables the tables to make
   * @param found opens the files of those; null if there are none
   */
  private Result load(
      List<ImportSource> sources, Map<String, Schema> newTables, @Nullable NewTables found) {
    List<LoadedFile> files = new ArrayList<>();
    if (rejects != null) {
      rejects.restart();
    }
    try (Transaction transaction = lake.begin()) {
      newTables.forEach(transaction::createTable);
      List<String> made = new ArrayList<>();
      sources.forEach(source -> checkExists(transaction, source.table()));
      Map<ImportSource, ApplicationProgress> done =
          ImportMarks.done(transaction, sources, newTables.keySet());
      for (ImportSource source : sources) {
        ApplicationProgress before = done.get(source);
        if (before != null) {
          files.add(
              new LoadedFile(
                  source.table(), source.input().name(), 0, null, List.of(), List.of(), 0, before));
          continue;
        }
        boolean first = newTables.containsKey(source.table()) && !made.contains(source.table());
        made.add(source.table());
        Schema created = first ? newTables.get(source.table()) : null;
        files.add(append(transaction, source, created, found));
        ImportMarks.requireUnchanged(source);
      }
      // Rows that were rejected were there, too: the import of them is done.
      boolean hasRows = files.stream().anyMatch(file -> file.rows() + file.rejected() > 0);
      boolean isMarked = ImportMarks.record(transaction, sources, hasRows);
      long version = isDry ? lake.latest().version() : commit(transaction);
      return new Result(version, files, isMarked, version > transaction.readVersion());
    }
  }

  private long commit(Transaction transaction) {
    if (rejects == null) {
      return transaction.commit();
    }
    rejects.complete();
    try {
      return transaction.commit();
    } catch (CommitUnknownException e) {
      throw e; // The other rows may be there.
    } catch (TarnException e) {
      rejects.withdraw();
      throw e;
    }
  }

  private void checkExists(Transaction transaction, String table) {
    if (!transaction.hasTable(table)) {
      List<String> names = transaction.tables();
      if (lake.isStandalone()) {
        throw new Failure(
            "there is no table '%s': the folder is itself the table %s, whose name may be left out"
                .formatted(table, names.get(0)));
      }
      String hint = NameHint.didYouMean(table, names);
      boolean isThere = names.stream().anyMatch(table::equalsIgnoreCase);
      throw new Failure(
          "there is no table '%s'%s%s"
              .formatted(table, hint, isThere ? "" : "; add --create to make it"));
    }
  }

  /**
   * Appends the rows of a file.
   *
   * @param created the schema of the table, if this is its first file
   * @param found opens the file; null if no table is made
   */
  private LoadedFile append(
      Transaction transaction,
      ImportSource source,
      @Nullable Schema created,
      @Nullable NewTables found) {
    String added = addsColumns && created == null ? addColumns(transaction, source) : "";
    progress.label(source.input().name());
    StructType columns = transaction.schema(source.table()).columns();
    Appender appender = transaction.appender(source.table());
    int nameOrdinal = fileOrdinal(source, columns);
    long rows = 0;
    long rejectedBefore = rejects == null ? 0 : rejects.rows();
    if (rejects != null) {
      rejects.from(source.input().name(), source.table());
    }
    try (RowReader reader =
        found == null ? source.input().open(columns, reading) : found.open(source, columns)) {
      while (true) {
        Batch batch = reader.nextBatch();
        if (batch != null) {
          rows += appendBatch(appender, reader, batch, source, nameOrdinal);
          continue;
        }
        @Nullable Object[] row = reader.next();
        if (row == null) {
          break;
        }
        if (fileColumn != null) {
          requireNoFileColumn(reader, source, nameOrdinal);
          row[nameOrdinal] = source.file().toString();
        }
        try {
          appender.appendChecked(row);
          rows++;
        } catch (InvalidDataException e) {
          reject(reader, columns, row, e);
        }
        progress.row();
        interruption.check();
      }
      List<String> missing = new ArrayList<>();
      for (int i = 0; rows > 0 && i < columns.size(); i++) {
        boolean isNull = !ColumnDefaults.isFilled(columns.field(i));
        if (isNull && i != nameOrdinal && !reader.present().get(i)) {
          missing.add(columns.field(i).name());
        }
      }
      List<String> notes = new ArrayList<>(reader.notes());
      if (!added.isEmpty()) {
        String told = isDry ? "columns to be added to %s: %s" : "columns added to %s: %s";
        notes.add(0, told.formatted(source.table(), added));
      }
      if (created != null && found != null) {
        notes.addAll(found.notes(source));
      }
      return new LoadedFile(
          source.table(),
          source.input().name(),
          rows,
          created,
          notes,
          missing,
          rejects == null ? 0 : rejects.rows() - rejectedBefore,
          null);
    }
  }

  /** Adds the columns that a file has and its table lacks; returns them as text. */
  private String addColumns(Transaction transaction, ImportSource source) {
    progress.label("reading types of " + source.input().name());
    StructType known = transaction.schema(source.table()).columns();
    StructType found = new NewColumns(source.input(), reading).of(known);
    List<Field> missing = new ArrayList<>();
    for (Field field : found.fields()) {
      if (known.indexOf(field.name()) < 0) {
        missing.add(field);
      }
    }
    if (fileColumn != null && known.indexOf(fileColumn) < 0) {
      missing.add(Field.optional(fileColumn, DataType.STRING));
    }
    missing.forEach(field -> transaction.alter(source.table()).add(field));
    return String.join(", ", missing.stream().map(Field::toString).toList());
  }

  /** Appends a batch; returns how many rows were. Of one that is refused each row comes again. */
  private int appendBatch(
      Appender appender, RowReader reader, Batch batch, ImportSource source, int nameOrdinal) {
    Batch rows = batch;
    if (fileColumn != null) {
      requireNoFileColumn(reader, source, nameOrdinal);
      Vector name = Vector.constant(DataType.STRING, source.file().toString(), batch.rowCount());
      List<Vector> vectors = new ArrayList<>();
      for (int c = 0; c < batch.type().size(); c++) {
        vectors.add(c == nameOrdinal ? name : batch.vector(c));
      }
      rows = new Batch(batch.type(), vectors, batch.rowCount());
    }
    interruption.check();
    try {
      appender.append(rows);
    } catch (InvalidDataException e) {
      reader.readAgain();
      return 0;
    }
    progress.rows(rows.rowCount());
    return rows.rowCount();
  }

  private void requireNoFileColumn(RowReader reader, ImportSource source, int nameOrdinal) {
    if (fileColumn != null && reader.present().get(nameOrdinal)) {
      throw NewTables.hasItself(source, fileColumn);
    }
  }

  /** Rejects a row that the table refused, and fails where none may be. */
  private void reject(
      RowReader reader, StructType columns, @Nullable Object[] row, InvalidDataException refusal) {
    // Where the row is in the file tells more than where it would be in the transaction.
    Throwable cause = refusal.getCause() instanceof InvalidDataException e ? e : refusal;
    String reason = String.valueOf(cause.getMessage());
    if (rejects == null) {
      throw new Failure(reader.position() + ": " + reason, refusal);
    }
    String column = null;
    for (int i = 0; i < row.length && column == null; i++) {
      try {
        RowValues.canonical(columns.field(i), row[i]);
      } catch (InvalidDataException e) {
        column = columns.field(i).name();
        reason = String.valueOf(e.getMessage());
      }
    }
    rejects.add(reader.asRejected(column, reason, () -> CellText.json(columns, row)));
  }

  /** The ordinal of the column that has the name of the file; -1 if none has. */
  private int fileOrdinal(ImportSource source, StructType columns) {
    if (fileColumn == null) {
      return -1;
    }
    int ordinal = columns.indexOf(fileColumn);
    if (ordinal < 0 || columns.field(ordinal).type() != DataType.STRING) {
      throw new Failure(
          "table %s has no column '%s' of strings, which --file-column names; its columns are %s"
              .formatted(source.table(), fileColumn, NameHint.list(columns.names())));
    }
    return ordinal;
  }
}
