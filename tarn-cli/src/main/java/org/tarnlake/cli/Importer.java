package org.tarnlake.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Appender;
import org.tarnlake.Lake;
import org.tarnlake.Table;
import org.tarnlake.Transaction;
import org.tarnlake.cli.input.Reading;
import org.tarnlake.cli.input.RowReader;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.cli.terminal.Interruption;
import org.tarnlake.cli.terminal.Progress;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.NameHint;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;

/** Appends files to tables in one transaction. One thread at a time. */
final class Importer {
  private final Lake lake;
  private final Progress progress;
  private final Interruption interruption;
  private final Reading reading;

  /**
   * What an import did.
   *
   * @param version the lake version that it committed
   */
  record Result(long version, List<LoadedFile> files) {}

  /**
   * A file that was read.
   *
   * @param created the schema of the table, if this file made it
   */
  record LoadedFile(String table, String file, long rows, @Nullable Schema created) {}

  /**
   * @param background helps with the reading
   */
  Importer(Lake lake, Progress progress, Interruption interruption, ExecutorService background) {
    this.lake = lake;
    this.progress = progress;
    this.interruption = interruption;
    this.reading =
        new Reading(
            background,
            (readBytes, sizeBytes) -> {
              progress.read(readBytes, sizeBytes);
              interruption.check();
            });
  }

  /**
   * Appends files to tables that exist.
   *
   * @throws Failure if a table is missing, or a file does not fit it; nothing is committed
   */
  Result append(List<ImportSource> sources) {
    return load(sources, Map.of());
  }

  /**
   * Makes the tables, each with the columns of its first file, and appends the files.
   *
   * @param partitions the partition columns of tables that have any
   * @throws Failure if a table exists, or a file is malformed; nothing is committed
   */
  Result create(List<ImportSource> sources, Map<String, List<String>> partitions) {
    Map<String, Schema> schemas = new LinkedHashMap<>();
    List<String> existing = lake.latest().tables().stream().map(Table::name).toList();
    for (ImportSource source : sources) {
      if (existing.contains(source.table())) {
        throw new Failure(
            "table %s exists; leave out --create to append to it; tables that are to be made need an import of their own"
                .formatted(source.table()));
      }
      if (!schemas.containsKey(source.table())) {
        progress.label("reading types of " + source.input().name());
        StructType columns = source.input().inferColumns(reading);
        List<String> partitionColumns = partitions.getOrDefault(source.table(), List.of());
        Tables.checkColumns(source.table(), columns, partitionColumns);
        schemas.put(source.table(), newSchema(source, columns, partitionColumns));
      }
    }
    return load(sources, schemas);
  }

  private static Schema newSchema(
      ImportSource source, StructType columns, List<String> partitionColumns) {
    try {
      Schema schema = new Schema(columns, partitionColumns);
      schema.requireNewNames();
      return schema;
    } catch (InvalidDataException e) {
      throw new Failure(source.input().name() + ": " + e.getMessage(), e);
    }
  }

  private Result load(List<ImportSource> sources, Map<String, Schema> newTables) {
    List<LoadedFile> files = new ArrayList<>();
    try (Transaction transaction = lake.begin()) {
      newTables.forEach(transaction::createTable);
      List<String> made = new ArrayList<>();
      for (ImportSource source : sources) {
        checkExists(transaction, source.table());
        long rows = append(transaction, source);
        boolean first = newTables.containsKey(source.table()) && !made.contains(source.table());
        made.add(source.table());
        files.add(
            new LoadedFile(
                source.table(),
                source.input().name(),
                rows,
                first ? newTables.get(source.table()) : null));
      }
      return new Result(transaction.commit(), files);
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
      throw new Failure(
          "there is no table '%s'%s; add --create to make it"
              .formatted(table, NameHint.didYouMean(table, names)));
    }
  }

  private long append(Transaction transaction, ImportSource source) {
    progress.label(source.input().name());
    StructType columns = transaction.schema(source.table()).columns();
    Appender appender = transaction.appender(source.table());
    long rows = 0;
    try (RowReader reader = source.input().open(columns, reading)) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        try {
          appender.append(row);
        } catch (InvalidDataException e) {
          throw new Failure(reader.position() + ": " + e.getMessage(), e);
        }
        rows++;
        progress.row();
        interruption.check();
      }
    }
    return rows;
  }
}
