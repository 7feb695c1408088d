package org.tarnlake.table.state;

import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.read.BatchSource;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.data.read.RowRanges;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.row.StructVector;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.statistics.FileFilter;

/**
 * The adds in a row group of a checkpoint. A filter reads the columns that it needs first; of most
 * adds that it rejects, no other column is read. One thread at a time.
 */
final class AddSource extends CheckpointSource<AddFile> {
  private final @Nullable FileFilter filter;
  private final Set<FileKey> gone;
  private @Nullable BitSet wanted;

  AddSource(DataFile file, int rowGroup, @Nullable FileFilter filter, Set<FileKey> gone) {
    super(file, rowGroup);
    this.filter = filter;
    this.gone = gone;
  }

  @Override
  @Nullable BatchSource open() {
    RowRanges rows = null;
    if (filter != null && filter.predicate() != null) {
      AddSelection selection = new AddSelection(file, rowGroup, filter, filter.predicate());
      if (selection.isUseful()) {
        rows = selection.rows();
        wanted = selection.wanted();
      }
    }
    if (rows == null) {
      rows =
          file.rowsWhere(rowGroup, CheckpointColumns.ADD_PRESENT, CheckpointColumns::mayHaveAdds);
    }
    if (rows.ranges().isEmpty()) {
      return null;
    }
    return file.readRows(
        rowGroup, only(AddVectors.column(file, rowGroup, needsStatistics())), rows);
  }

  /** Statistics are long, and of no use to a filter by partitions. */
  private boolean needsStatistics() {
    if (filter == null) {
      return true;
    }
    BoundPredicate predicate = filter.predicate();
    return predicate != null
        && !filter.schema().partitionColumns().containsAll(predicate.columns());
  }

  @Override
  void collect(StructVector rows, long firstRow, List<AddFile> into) {
    AddVectors adds = new AddVectors(rows);
    int offset = Math.toIntExact(firstRow - file.firstRow(rowGroup));
    for (int row = 0; row < rows.size(); row++) {
      if (adds.has(row)
          && (wanted == null || wanted.get(offset + row))
          && (gone.isEmpty() || !gone.contains(adds.key(row)))) {
        into.add(adds.at(row));
      }
    }
  }
}
