package org.tarnlake.maintenance.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.deleted.DeletedRows;
import org.tarnlake.data.read.BatchSource;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.error.TarnException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.predicate.StatisticsLookup;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.PartitionValues;
import org.tarnlake.table.scan.DeletionVectors;
import org.tarnlake.table.scan.ScanPaths;
import org.tarnlake.table.statistics.StatisticsJson;
import org.tarnlake.table.write.RowIdColumns;

/**
 * Reads one data file to its end: its pages' checksums, its schema, the number of its rows, and
 * every value against statistics and NOT NULL. One thread at a time.
 */
final class DataFileCheck {
  private static final String REMEDY = "restore the file from a backup";

  private final Report report;
  private final String object;
  private final AddFile add;
  private final ColumnMapping mapping;
  private final boolean isAltered;
  private final List<ColumnCheck> columns = new ArrayList<>();

  /** Of the rows that are there, if some are not. */
  private final List<ColumnCheck> nulls = new ArrayList<>();

  private @Nullable DeletedRows deleted;
  private final List<@Nullable Object> partitionValues = new ArrayList<>();
  private final Set<String> wrongPartitions = new HashSet<>();

  private DataFileCheck(
      Report report, String object, AddFile add, ColumnMapping mapping, boolean isAltered) {
    this.report = report;
    this.object = object;
    this.add = add;
    this.mapping = mapping;
    this.isAltered = isAltered;
  }

  /**
   * Checks a file.
   *
   * @param isAltered whether the table had another schema once
   */
  static void check(
      Report report,
      DataFiles dataFiles,
      String location,
      Metadata metadata,
      ColumnMapping mapping,
      AddFile add,
      boolean isAltered) {
    String object = ScanPaths.object(location, add.path());
    DataFileCheck check = new DataFileCheck(report, object, add, mapping, isAltered);
    try {
      DataFile file = check.opened(dataFiles);
      if (file != null) {
        file.verify();
        if (isAltered && add.deletionVector() != null) {
          // What NOT NULL forbids now may stand in rows that are gone.
          check.deleted = DeletionVectors.load(dataFiles, location, add.deletionVector());
        }
        long rows = check.file(file, metadata);
        ForeignFileCheck.deleted(report, dataFiles, location, object, add.deletionVector(), rows);
      }
    } catch (UnsupportedTableException e) {
      report.note(object, "its rows are not checked: %s".formatted(Report.why(e, object)));
    } catch (TarnException e) {
      check.damage(Report.why(e, object));
    } catch (RuntimeException e) {
      // Bytes that nobody thought of must not end the check of all other files.
      check.damage("it cannot be read: %s".formatted(e));
    }
  }

  /** Null if not even its end can be read. */
  private @Nullable DataFile opened(DataFiles dataFiles) {
    try {
      return dataFiles.open(object, add.sizeBytes(), mapping, add.footerCrc()).exact();
    } catch (UnsupportedTableException e) {
      // Of what Tarn writes, it reads the end; the last byte was altered.
      damage(Report.why(e, object));
      return null;
    }
  }

  /** Returns how many rows it has. */
  private long file(DataFile file, Metadata metadata) {
    Schema schema = metadata.schema();
    StructType logical =
        new StructType(
            schema.columns().fields().stream()
                .filter(field -> !schema.partitionColumns().contains(field.name()))
                .toList());
    // The file and its statistics name columns as the table's mapping does.
    StructType physical = mapping.physical(logical);
    List<Field> inFile = new ArrayList<>(logical.fields());
    List<Field> physicalInFile = new ArrayList<>(physical.fields());
    for (Field field : schema.columns().fields()) {
      String name = mapping.physicalName(field);
      if (schema.partitionColumns().contains(field.name()) && file.type().indexOf(name) >= 0) {
        inFile.add(field);
        physicalInFile.add(new Field(name, field.type(), true, field.metadata()));
        partitionValues.add(PartitionValues.parse(field.type(), add.partitionValues().get(name)));
      }
    }
    for (Field ids : RowIdColumns.named(metadata)) {
      // Files of rows that were written anew have them; their values are only read.
      if (file.type().indexOf(ids.name()) >= 0) {
        inFile.add(ids);
        physicalInFile.add(ids);
      }
    }
    List<String> differences =
        TypeDifferences.of(new StructType(physicalInFile), file.type(), isAltered);
    differences.forEach(this::damage);
    if (!differences.isEmpty()) {
      return file.rowCount();
    }
    StatisticsLookup statistics = statistics(physical);
    for (Field field : physical.fields()) {
      ColumnCheck check = ColumnCheck.of(List.of(), field, statistics);
      columns.add(deleted == null ? check : check.ofStatistics());
      if (deleted != null) {
        nulls.add(ColumnCheck.ofNulls(field));
      }
    }
    file.describe(); // Reading everything needs no page index: here its checksum is verified.
    long rows = 0;
    for (int group = 0; group < file.rowGroupCount(); group++) {
      rows += rowGroup(file, group, new StructType(inFile));
    }
    long logged = add.physicalRowCount();
    if (logged >= 0 && rows != logged) {
      damage("it has %s rows, but the log says %s".formatted(rows, logged));
    }
    columns.forEach(column -> column.flaws().forEach(this::damage));
    nulls.forEach(column -> column.flaws().forEach(this::damage));
    return rows;
  }

  private long rowGroup(DataFile file, int group, StructType wanted) {
    long rows = 0;
    try (BatchSource source = file.read(group, wanted, null)) {
      for (Batch batch = source.next(); batch != null; batch = source.next()) {
        rows += batch.rowCount();
        for (int c = 0; c < columns.size(); c++) {
          columns.get(c).take(batch.vector(c));
        }
        if (deleted != null) {
          Batch live = deleted.dropFrom(batch, source.firstRow());
          for (int c = 0; c < nulls.size(); c++) {
            nulls.get(c).take(live.vector(c));
          }
        }
        for (int p = 0; p < partitionValues.size(); p++) {
          partition(wanted.field(columns.size() + p), batch.vector(columns.size() + p), p);
        }
      }
    }
    return rows;
  }

  /** What the file says of the partition, once for each row. */
  private void partition(Field field, Vector values, int partition) {
    Object logged = partitionValues.get(partition);
    for (int i = 0; i < values.size(); i++) {
      Object value = values.isNull(i) ? null : values.canonicalAt(i);
      if (!Objects.deepEquals(value, logged) && wrongPartitions.add(field.name())) {
        damage(
            "its partition column '%s' is '%s', but the log says '%s'"
                .formatted(field.name(), value, logged));
      }
    }
  }

  private StatisticsLookup statistics(StructType physical) {
    String json = add.statistics();
    Set<String> names = new HashSet<>(physical.names());
    return json == null ? path -> null : StatisticsJson.parse(json, physical, names);
  }

  private void damage(String why) {
    report.damage(object, 0, "%s; %s".formatted(why, REMEDY));
  }
}
