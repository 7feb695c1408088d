package org.tarnlake.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Snapshot;
import org.tarnlake.Table;
import org.tarnlake.cli.input.Input;
import org.tarnlake.cli.input.LikelyColumns;
import org.tarnlake.cli.input.Reading;
import org.tarnlake.cli.input.RowReader;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.cli.terminal.Progress;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.NameHint;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;

/**
 * The tables that an import makes, each with the columns of its first file. One thread at a time.
 */
final class NewTables {
  private static final int REASONS_MAX = 4;

  private final Snapshot latest;
  private final Map<String, List<String>> partitions;
  private final Map<String, StructType> types;
  private final @Nullable String fileColumn;
  private final Reading reading;

  /** Files that tell why their columns are what they are. */
  private final Map<ImportSource, LikelyColumns> told = new HashMap<>();

  /** Files whose columns are those of their beginning, until the rest has been read. */
  private final Map<ImportSource, LikelyColumns> likely = new HashMap<>();

  /**
   * @param latest the tables that exist
   * @param partitions the partition columns of tables that have any
   * @param types the columns of each table whose types the user said
   * @param fileColumn the column that has the name of each row's file; null if none has
   */
  NewTables(
      Snapshot latest,
      Map<String, List<String>> partitions,
      Map<String, StructType> types,
      @Nullable String fileColumn,
      Reading reading) {
    this.latest = latest;
    this.partitions = partitions;
    this.types = types;
    this.fileColumn = fileColumn;
    this.reading = reading;
  }

  /**
   * Their schemas, by name.
   *
   * @param isHasty whether the beginning of a file may tell its columns, so that it is read once
   *     and not twice; {@link #open} then fails where the rest has others
   * @throws Failure if a table exists that is otherwise, or a file is malformed
   */
  Map<String, Schema> schemas(List<ImportSource> sources, boolean isHasty, Progress progress) {
    likely.clear();
    told.clear();
    Map<String, Schema> schemas = new LinkedHashMap<>();
    List<String> existing = latest.tables().stream().map(Table::name).toList();
    for (ImportSource source : sources) {
      String table = source.table();
      StructType given = types.getOrDefault(table, new StructType(List.of()));
      if (existing.contains(table)) {
        requireSame(latest.table(table), partitions.get(table), given);
      } else if (!schemas.containsKey(table)) {
        progress.label("reading types of " + source.input().name());
        StructType columns = withFileColumn(source, columns(source, given, isHasty));
        List<String> partitionColumns = partitions.getOrDefault(table, List.of());
        Tables.checkColumns(table, columns, partitionColumns);
        requireColumns(source.input().name(), columns, given);
        schemas.put(table, newSchema(source, columns, partitionColumns));
      }
    }
    return schemas;
  }

  private StructType columns(ImportSource source, StructType given, boolean isHasty) {
    Input input = source.input();
    LikelyColumns found =
        isHasty ? input.likelyColumns(given, reading) : input.allColumns(given, reading);
    if (found == null) {
      return input.inferColumns(given, reading);
    }
    told.put(source, found);
    if (!found.areSure()) {
      likely.put(source, found);
    }
    return found.columns();
  }

  /** Whether the beginning of a file told the columns of a table. */
  boolean areOnlyLikely() {
    return !likely.isEmpty();
  }

  /** Opens the rows of a file; if they end, the table has the columns that all of it tells. */
  RowReader open(ImportSource source, StructType tableColumns) {
    LikelyColumns found = likely.get(source);
    return found == null
        ? source.input().open(tableColumns, reading)
        : found.open(tableColumns, reading);
  }

  /**
   * What its reader should know of the columns that a file gave to a table, once all of it is read.
   */
  List<String> notes(ImportSource source) {
    LikelyColumns found = told.get(source);
    List<String> reasons = found == null ? List.of() : found.whyText();
    if (reasons.size() <= REASONS_MAX) {
      return reasons;
    }
    List<String> some = new ArrayList<>(reasons.subList(0, REASONS_MAX));
    some.add("%s more columns are text for such reasons".formatted(reasons.size() - REASONS_MAX));
    return some;
  }

  private StructType withFileColumn(ImportSource source, StructType columns) {
    if (fileColumn == null) {
      return columns;
    }
    if (columns.indexOf(fileColumn) >= 0) {
      throw hasItself(source, fileColumn);
    }
    List<Field> fields = new ArrayList<>(columns.fields());
    fields.add(Field.optional(fileColumn, DataType.STRING));
    return new StructType(fields);
  }

  private static void requireColumns(String file, StructType columns, StructType given) {
    for (String name : given.names()) {
      if (columns.indexOf(name) < 0) {
        throw new Failure(
            "%s has no column '%s', which --types names%s; its columns are %s"
                .formatted(
                    file,
                    name,
                    NameHint.didYouMean(name, columns.names()),
                    NameHint.list(columns.names())));
      }
    }
  }

  /** That a table which exists is as the user says of it, as far as he does. */
  private static void requireSame(
      Table table, @Nullable List<String> partitions, StructType given) {
    Schema schema = table.schema();
    if (partitions != null && !partitions.equals(schema.partitionColumns())) {
      throw new Failure(
          "table %s exists and is %s; leave out --partition-by"
              .formatted(
                  table.name(),
                  schema.partitionColumns().isEmpty()
                      ? "not partitioned"
                      : "partitioned by " + String.join(", ", schema.partitionColumns())));
    }
    Tables.checkColumns(table.name(), schema.columns(), given.names());
    for (Field field : given.fields()) {
      Field has = schema.columns().field(schema.columns().indexOf(field.name()));
      if (!has.type().equals(field.type())) {
        throw new Failure(
            "column '%s' of table %s, which exists, is %s and not %s; leave it out of --types"
                .formatted(has.name(), table.name(), has.type().text(), field.type().text()));
      }
    }
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

  /** What is told of a file that has a column of the name which its own name was to have. */
  static Failure hasItself(ImportSource source, String fileColumn) {
    return new Failure(
        "%s has itself a column '%s'; give --file-column another name"
            .formatted(source.input().name(), fileColumn));
  }
}
