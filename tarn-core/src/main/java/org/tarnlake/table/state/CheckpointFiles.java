package org.tarnlake.table.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePSet;
import org.pcollections.MapPSet;
import org.tarnlake.data.read.BatchSource;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.data.read.RowRanges;
import org.tarnlake.predicate.StatisticsLookup;
import org.tarnlake.row.Batch;
import org.tarnlake.row.StructVector;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.RemoveFile;
import org.tarnlake.table.statistics.FileFilter;
import org.tarnlake.work.ReadAhead;
import org.tarnlake.work.ScanUnit;

/**
 * The adds and removes of a checkpoint that is too large for memory: they stay in its files and are
 * read anew each time, but for those that later commits added or removed. Immutable.
 */
public final class CheckpointFiles {
  /** So many batches of a row group are read ahead; each is of a few thousand actions. */
  private static final int AHEAD = 4;

  /** So many row groups are read at a time, however many processors there are: adds are large. */
  static final int WIDTH = Math.min(4, ReadAhead.WIDTH);

  private final DataFiles dataFiles;
  private final List<Part> parts;
  private final MapPSet<FileKey> gone;
  private volatile @Nullable Totals totals;

  /** One of the checkpoint's files. */
  public record Part(String object, long sizeBytes) {}

  /** What the adds come to. */
  record Totals(long fileCount, long sizeBytes) {}

  public CheckpointFiles(DataFiles dataFiles, List<Part> parts) {
    this(dataFiles, List.copyOf(parts), HashTreePSet.empty());
  }

  private CheckpointFiles(DataFiles dataFiles, List<Part> parts, MapPSet<FileKey> gone) {
    this.dataFiles = dataFiles;
    this.parts = parts;
    this.gone = gone;
  }

  /** Without the add and the remove of a file that a later commit added or removed. */
  CheckpointFiles without(FileKey key) {
    return gone.contains(key) ? this : new CheckpointFiles(dataFiles, parts, gone.plus(key));
  }

  /** How many keys are left out. */
  int goneCount() {
    return gone.size();
  }

  private DataFile open(Part part) {
    return dataFiles.open(part.object(), part.sizeBytes());
  }

  /** The adds by row groups; of those that a filter does not want, most are left out. */
  public Iterator<ScanUnit<List<AddFile>>> adds(@Nullable FileFilter filter) {
    return units(
        CheckpointColumns.ADD_PRESENT,
        CheckpointColumns::mayHaveAdds,
        (file, group) -> new AddSource(file, group, filter, gone));
  }

  /** The removes by row groups. */
  public Iterator<ScanUnit<List<RemoveFile>>> removes() {
    return units(
        CheckpointColumns.REMOVE_PRESENT,
        CheckpointColumns::mayHaveRemoves,
        (file, group) -> new RemoveSource(file, group, gone));
  }

  /** Makes the source of a row group. */
  @FunctionalInterface
  private interface Maker<T> {
    ScanUnit.Source<List<T>> of(DataFile file, int rowGroup);
  }

  private <T> Iterator<ScanUnit<List<T>>> units(
      StructType bounds, Predicate<StatisticsLookup> test, Maker<T> maker) {
    return new Iterator<>() {
      private int nextPart;
      private @Nullable DataFile file;
      private Iterator<Integer> groups = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        while (!groups.hasNext() && nextPart < parts.size()) {
          file = open(parts.get(nextPart++));
          boolean hasColumn = file.type().indexOf(bounds.field(0).name()) >= 0;
          groups =
              hasColumn
                  ? file.rowGroupsWhere(bounds, test).iterator()
                  : Collections.emptyIterator();
        }
        return groups.hasNext();
      }

      @Override
      public ScanUnit<List<T>> next() {
        if (!hasNext() || file == null) {
          throw new NoSuchElementException();
        }
        return new ScanUnit<>(maker.of(file, groups.next()), AHEAD);
      }
    };
  }

  /** The totals of what is left; counted when first asked for. */
  Totals totals() {
    Totals known = totals;
    if (known == null) {
      known = count();
      totals = known;
    }
    return known;
  }

  private Totals count() {
    long[] sums = new long[2];
    forEachRow(
        gone.isEmpty() ? CheckpointColumns.SIZE : CheckpointColumns.SIZE_AND_KEY,
        (add, row) -> {
          if (gone.isEmpty() || !gone.contains(key(add, row))) {
            sums[0]++;
            sums[1] += ActionVectors.number(ActionVectors.child(add, "size"), row, 0);
          }
        });
    return new Totals(sums[0], sums[1]);
  }

  private static FileKey key(StructVector add, int row) {
    return FileKey.of(
        ActionVectors.need(ActionVectors.child(add, "path"), row, "add", "path"),
        ActionVectors.deletionVector(
            (StructVector) ActionVectors.child(add, "deletionVector"), row));
  }

  /** Looks at the add in a row. */
  @FunctionalInterface
  private interface RowVisitor {
    void visit(StructVector add, int row);
  }

  private void forEachRow(StructType columns, RowVisitor visitor) {
    for (Part part : parts) {
      try {
        forEachRow(open(part), columns, visitor);
      } catch (RuntimeException e) {
        throw CheckpointSource.translated(part.object(), e);
      }
    }
  }

  private static void forEachRow(DataFile file, StructType columns, RowVisitor visitor) {
    for (int group :
        file.rowGroupsWhere(CheckpointColumns.ADD_PRESENT, CheckpointColumns::mayHaveAdds)) {
      try (BatchSource rows = file.readRows(group, columns, RowRanges.all(file.rowCount(group)))) {
        for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
          StructVector add = (StructVector) batch.vector(0);
          for (int row = 0; row < batch.rowCount(); row++) {
            if (!add.isNull(row)) {
              visitor.visit(add, row);
            }
          }
        }
      }
    }
  }

  /** Everything that units yield, in memory. */
  public static <T> List<T> toList(Iterator<ScanUnit<List<T>>> units) {
    List<T> all = new ArrayList<>();
    while (units.hasNext()) {
      ScanUnit<List<T>> unit = units.next();
      for (List<T> some = unit.next(); some != null; some = unit.next()) {
        all.addAll(some);
      }
    }
    return all;
  }
}
