package org.tarnlake.table.scan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.deleted.DeletedRows;
import org.tarnlake.data.read.BatchSource;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.data.read.RowRanges;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Selection;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.PartitionValues;
import org.tarnlake.table.write.RowIdColumns;
import org.tarnlake.work.ScanUnit;

/** Where the batches of a scan's units come from. Stateless. */
final class ScanSources {
  /** No rows. */
  static final ScanUnit.Source<Batch> NOTHING =
      new ScanUnit.Source<Batch>() {
        @Override
        public @Nullable Batch next() {
          return null;
        }

        @Override
        public void close() {}
      };

  private ScanSources() {}

  static DataFile open(TableScan scan, DataFiles dataFiles, AddFile file) {
    return dataFiles.open(
        ScanPaths.object(scan.location(), file.path()),
        file.sizeBytes(),
        scan.mapping(),
        file.footerCrc());
  }

  /**
   * All row groups of a file that may hold wanted rows, one after another.
   *
   * @param number the file's, which its rows tell if they tell their places
   */
  static ScanUnit.Source<Batch> ofFile(
      TableScan scan, DataFiles dataFiles, AddFile file, int number) {
    return new ScanUnit.Source<Batch>() {
      private @Nullable DataFile opened;
      private List<Integer> rowGroups = List.of();
      private int next;
      private ScanUnit.@Nullable Source<Batch> current;
      private long bytes;

      private DataFile opened() {
        DataFile found = opened;
        if (found == null) {
          found = open(scan, dataFiles, file);
          rowGroups = found.rowGroups(scan.physicalColumns(), scan.predicate());
          opened = found;
        }
        return found;
      }

      @Override
      public long totalBytes() {
        return opened().readBytes(rowGroups, scan.physicalColumns());
      }

      @Override
      public long bytes() {
        return bytes;
      }

      @Override
      public @Nullable Batch next() {
        DataFile whole = opened();
        while (true) {
          if (current == null) {
            if (next == rowGroups.size()) {
              return null;
            }
            current = ofRowGroup(scan, dataFiles, whole, file, number, rowGroups.get(next++));
          }
          Batch batch = current.next();
          if (batch != null) {
            bytes = current.bytes();
            return batch;
          }
          current.close();
          current = null;
        }
      }

      @Override
      public void close() {
        if (current != null) {
          current.close();
        }
      }
    };
  }

  static ScanUnit.Source<Batch> ofRowGroup(
      TableScan scan,
      DataFiles dataFiles,
      DataFile opened,
      AddFile file,
      int number,
      int rowGroup) {
    return new ScanUnit.Source<Batch>() {
      private @Nullable BatchSource rows;
      private @Nullable DeletedRows deleted;
      private long bytes;

      @Override
      public long totalBytes() {
        return opened.readBytes(List.of(rowGroup), scan.physicalColumns());
      }

      @Override
      public long bytes() {
        return bytes;
      }

      @Override
      public @Nullable Batch next() {
        if (rows == null) {
          deleted = deletedRows(scan, dataFiles, opened, file);
          RowRanges passing = PassingRows.find(scan, opened, file, rowGroup, deleted);
          rows =
              passing == null
                  ? opened.read(rowGroup, scan.physicalColumns(), scan.predicate())
                  : opened.readRows(rowGroup, scan.physicalColumns(), passing);
        }
        bytes = 0;
        for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
          bytes += rows.bytes();
          RowIdColumns ids = scan.rowIds();
          Batch tracked =
              ids == null ? batch : TrackedRows.add(batch, ids, file.rowIds(), rows.firstRow());
          Batch placed =
              scan.withPlaces() ? RowPlaces.add(tracked, number, rows.firstRow()) : tracked;
          Batch live = deleted == null ? placed : deleted.dropFrom(placed, rows.firstRow());
          Batch kept = filterAndProject(scan, live, file);
          if (kept.rowCount() > 0) {
            return kept;
          }
        }
        return null;
      }

      @Override
      public void close() {
        if (rows != null) {
          rows.close();
        }
      }
    };
  }

  private static @Nullable DeletedRows deletedRows(
      TableScan scan, DataFiles dataFiles, DataFile opened, AddFile file) {
    DeletionVector vector = file.deletionVector();
    DeletedRows more = scan.deletions().rows(file);
    if (vector == null) {
      return more;
    }
    DeletedRows rows = DeletionVectors.load(dataFiles, scan.location(), vector);
    requireWithin(rows, vector, opened);
    return more == null ? rows : rows.or(more);
  }

  /** Throws CorruptionException if a vector deletes rows that its file does not have. */
  static void requireWithin(DeletedRows rows, DeletionVector vector, DataFile opened) {
    if (rows.last() >= opened.rowCount()) {
      throw new CorruptionException(
          "deletion vector %s deletes row %s of data file %s, which has %s rows"
              .formatted(vector.uniqueId(), rows.last(), opened.name(), opened.rowCount()));
    }
  }

  static ScanUnit.Source<Batch> ofMemory(TableScan scan, Batch batch) {
    return new ScanUnit.Source<Batch>() {
      private boolean done;

      @Override
      public @Nullable Batch next() {
        if (done) {
          return null;
        }
        done = true;
        RowIdColumns ids = scan.rowIds();
        Batch tracked = ids == null ? batch : TrackedRows.add(batch, ids, null, 0);
        Batch kept = filterAndProject(scan, tracked, null);
        return kept.rowCount() == 0 ? null : kept;
      }

      @Override
      public void close() {}
    };
  }

  private static Batch filterAndProject(TableScan scan, Batch batch, @Nullable AddFile file) {
    BoundPredicate predicate = scan.predicate();
    Batch kept = batch;
    if (predicate != null) {
      Selection selection = passing(scan, batch, file, predicate);
      if (!selection.isAll()) {
        kept = batch.select(selection.rows(), selection.count());
      }
    }
    return project(scan, kept, file, scan.batchColumns(), null);
  }

  /** Which rows of a batch pass, that has the columns of the condition. */
  static Selection passing(
      TableScan scan, Batch batch, @Nullable AddFile file, BoundPredicate predicate) {
    return predicate.evaluate(project(scan, batch, file, scan.schema().columns(), predicate));
  }

  /** The wanted columns of a batch; with a predicate, only those that it looks at. */
  static Batch project(
      TableScan scan,
      Batch batch,
      @Nullable AddFile file,
      StructType wanted,
      @Nullable BoundPredicate predicate) {
    List<Field> fields = new ArrayList<>();
    List<Vector> vectors = new ArrayList<>();
    for (Field field : wanted.fields()) {
      if (predicate == null || predicate.columns().contains(field.name())) {
        fields.add(field);
        vectors.add(
            file != null && scan.schema().partitionColumns().contains(field.name())
                ? partition(scan.mapping(), field, file, batch.rowCount())
                : batch.vector(field.name()));
      }
    }
    StructType type = fields.size() == wanted.size() ? wanted : new StructType(fields);
    return new Batch(type, vectors, batch.rowCount());
  }

  private static Vector partition(ColumnMapping mapping, Field field, AddFile file, int rowCount) {
    return Vector.constant(
        field.type(), PartitionValues.of(file, field, mapping.physicalName(field)), rowCount);
  }
}
