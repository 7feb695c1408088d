package org.tarnlake.table.state;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.tarnlake.data.read.BatchSource;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.data.read.RowRanges;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.row.Batch;
import org.tarnlake.row.StructVector;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.statistics.FileFilter;

/**
 * Which adds of a row group may be wanted, from as few of its columns as tell: first by the bounds
 * of row group and pages, then add by add. What it keeps is to be judged again. One thread at a
 * time.
 */
final class AddSelection {
  /** A gap between wanted rows that is cheaper to read than to jump. */
  private static final int GAP_ROWS = 256;

  private final DataFile file;
  private final int rowGroup;
  private final BoundPredicate predicate;
  private final FilterColumns columns;
  private final BitSet wanted = new BitSet();

  AddSelection(DataFile file, int rowGroup, FileFilter filter, BoundPredicate predicate) {
    this.file = file;
    this.rowGroup = rowGroup;
    this.predicate = predicate;
    this.columns = new FilterColumns(file.type(), filter.schema(), filter.mapping(), predicate);
  }

  /** Whether the checkpoint tells anything about the predicate's columns before all is read. */
  boolean isUseful() {
    return columns.columns().size() > 0;
  }

  /** The rows to read; some between wanted ones may not be wanted, see {@link #wanted}. */
  RowRanges rows() {
    long rowCount = file.rowCount(rowGroup);
    StructType bounded = withPath(columns.columns());
    boolean some =
        file.isWanted(
            rowGroup,
            bounded,
            bounds -> predicate.mayMatch(path -> columns.range(path, bounds, true)));
    if (!some) {
      return RowRanges.of(rowCount, List.of());
    }
    RowRanges possible =
        file.rowsWhere(
            rowGroup,
            bounded,
            bounds -> predicate.mayMatch(path -> columns.range(path, bounds, false)));
    try (BatchSource rows = file.readRows(rowGroup, columns.columns(), possible)) {
      for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
        select(
            (StructVector) batch.vector(0),
            Math.toIntExact(rows.firstRow() - file.firstRow(rowGroup)));
      }
    }
    return RowRanges.of(rowCount, ranges());
  }

  private static StructType withPath(StructType columns) {
    StructType add = (StructType) columns.field(0).type();
    List<Field> fields = new ArrayList<>(add.fields());
    fields.add(CheckpointColumns.ADD.get(0));
    return CheckpointColumns.struct(CheckpointColumns.field("add", new StructType(fields)));
  }

  private void select(StructVector adds, int firstRow) {
    AddRanges ranges = new AddRanges(columns, adds);
    BitSet passing = columns.isParsedPartition() ? ranges.passing(predicate) : null;
    for (int row = 0; row < adds.size(); row++) {
      if (!adds.isNull(row)
          && (passing == null ? ranges.mayMatch(row, predicate) : passing.get(row))) {
        wanted.set(firstRow + row);
      }
    }
  }

  private List<RowRanges.Range> ranges() {
    List<RowRanges.Range> ranges = new ArrayList<>();
    for (int from = wanted.nextSetBit(0); from >= 0; ) {
      int to = wanted.nextClearBit(from);
      int next = wanted.nextSetBit(to);
      while (next >= 0 && next - to <= GAP_ROWS) {
        to = wanted.nextClearBit(next);
        next = wanted.nextSetBit(to);
      }
      ranges.add(new RowRanges.Range(from, to));
      from = next;
    }
    return ranges;
  }

  /** The rows that may be wanted, once {@link #rows} were asked for. */
  BitSet wanted() {
    return wanted;
  }
}
