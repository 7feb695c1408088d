package org.tarnlake.table.state;

import java.util.List;
import java.util.Set;
import org.tarnlake.data.read.BatchSource;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.row.StructVector;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.RemoveFile;

/** The removes in a row group of a checkpoint. One thread at a time. */
final class RemoveSource extends CheckpointSource<RemoveFile> {
  private final Set<FileKey> gone;

  RemoveSource(DataFile file, int rowGroup, Set<FileKey> gone) {
    super(file, rowGroup);
    this.gone = gone;
  }

  @Override
  BatchSource open() {
    return file.readRows(
        rowGroup,
        only(CheckpointColumns.REMOVE),
        file.rowsWhere(
            rowGroup, CheckpointColumns.REMOVE_PRESENT, CheckpointColumns::mayHaveRemoves));
  }

  @Override
  void collect(StructVector removes, long firstRow, List<RemoveFile> into) {
    for (int row = 0; row < removes.size(); row++) {
      if (!removes.isNull(row)) {
        RemoveFile remove = ActionVectors.remove(removes, row);
        if (gone.isEmpty() || !gone.contains(FileKey.of(remove))) {
          into.add(remove);
        }
      }
    }
  }
}
