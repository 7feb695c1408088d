package org.tarnlake.maintenance.check;

import org.jspecify.annotations.Nullable;
import org.tarnlake.data.deleted.DeletedRows;
import org.tarnlake.data.read.BatchSource;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.error.TarnException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.PartitionValues;
import org.tarnlake.table.scan.DeletionVectors;
import org.tarnlake.table.scan.ScanPaths;

/**
 * Reads a data file of another writer to its end, as a scan of the table would, and counts its
 * rows; reads its deletion vector and holds it against them. What the statistics of other writers
 * leave open is not held against them. Stateless.
 */
final class ForeignFileCheck {
  private static final String REMEDY = "restore it from a backup";

  private ForeignFileCheck() {}

  static void check(
      Report report,
      DataFiles data,
      String location,
      Schema schema,
      ColumnMapping mapping,
      AddFile add) {
    String object = add.path();
    try {
      object = ScanPaths.object(location, add.path());
      DataFile file = data.open(object, add.sizeBytes(), mapping, add.footerCrc());
      file.verify(); // Beside other writers' files there may be Tarn's.
      StructType columns = columnsInFiles(schema);
      for (Field field : schema.columns().fields()) {
        if (schema.partitionColumns().contains(field.name())) {
          PartitionValues.of(add, field, mapping.physicalName(field));
        }
      }
      long rows = 0;
      for (int group = 0; group < file.rowGroupCount(); group++) {
        rows += rows(file, group, columns);
      }
      if (add.physicalRowCount() >= 0 && add.physicalRowCount() != rows) {
        report.damage(
            object,
            0,
            "it has %s rows, but the log says %s; %s"
                .formatted(rows, add.physicalRowCount(), REMEDY));
      }
      deleted(report, data, location, object, add.deletionVector(), rows);
    } catch (UnsupportedTableException e) {
      report.note(object, "its rows are not checked: %s".formatted(Report.why(e, object)));
    } catch (TarnException e) {
      report.damage(object, 0, "%s; %s".formatted(Report.why(e, object), REMEDY));
    } catch (RuntimeException e) {
      // Bytes that nobody thought of must not end the check of all other files.
      report.damage(object, 0, "it cannot be read: %s; %s".formatted(e, REMEDY));
    }
  }

  /** Reads the deletion vector of a file that has so many rows; null if it has none. */
  static void deleted(
      Report report,
      DataFiles data,
      String location,
      String object,
      @Nullable DeletionVector vector,
      long rows) {
    if (vector == null) {
      return;
    }
    DeletedRows deleted = DeletionVectors.load(data, location, vector);
    if (deleted.last() >= rows) {
      report.damage(
          object,
          0,
          "its deletion vector deletes row %s, but it has %s rows; %s"
              .formatted(deleted.last(), rows, REMEDY));
    }
  }

  private static StructType columnsInFiles(Schema schema) {
    return new StructType(
        schema.columns().fields().stream()
            .filter(field -> !schema.partitionColumns().contains(field.name()))
            .toList());
  }

  private static long rows(DataFile file, int group, StructType columns) {
    long rows = 0;
    try (BatchSource source = file.read(group, columns, null)) {
      for (Batch batch = source.next(); batch != null; batch = source.next()) {
        rows += batch.rowCount();
      }
    }
    return rows;
  }
}
