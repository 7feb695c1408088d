package org.tarnlake.table.scan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.deleted.DeletedRows;
import org.tarnlake.data.read.BatchSource;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.data.read.RowRanges;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Selection;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.AddFile;

/**
 * Finds the rows of a row group that pass a scan's condition by the columns that it names, before
 * any other is read: where few rows pass, most pages of the others need not be, and few of their
 * values. Stateless.
 */
final class PassingRows {
  /** Where more than one row in so many passes, all columns are read together. */
  private static final int ROWS_FOR_ONE = 16;

  /** Rows that are closer are read with those between: a batch of its own costs more. */
  private static final int GAP_ROWS = 64;

  /** A smaller row group is read faster than looked at. */
  private static final int SMALL_ROWS = 8192;

  private PassingRows() {}

  /**
   * Rows among which are all that pass; null if all columns should be read together.
   *
   * @param deleted rows that are not there; null if all are
   */
  static @Nullable RowRanges find(
      TableScan scan, DataFile opened, AddFile file, int rowGroup, @Nullable DeletedRows deleted) {
    BoundPredicate predicate = scan.predicate();
    long rowCount = opened.rowCount(rowGroup);
    if (predicate == null || rowCount <= SMALL_ROWS) {
      return null;
    }
    StructType all = scan.physicalColumns();
    List<Field> named =
        all.fields().stream().filter(f -> predicate.columns().contains(f.name())).toList();
    if (named.isEmpty() || named.size() == all.size()) {
      return null;
    }
    long groupStart = opened.firstRow(rowGroup);
    List<RowRanges.Range> ranges = new ArrayList<>();
    long passed = 0;
    try (BatchSource rows = opened.read(rowGroup, new StructType(named), predicate)) {
      for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
        Batch placed = deleted == null ? batch : RowPlaces.add(batch, 0, rows.firstRow());
        Batch live = deleted == null ? batch : deleted.dropFrom(placed, rows.firstRow());
        Selection passing = ScanSources.passing(scan, live, file, predicate);
        passed += passing.count();
        if (passed * ROWS_FOR_ONE > rowCount) {
          return null;
        }
        for (int i = 0; i < passing.count(); i++) {
          int row = passing.rows()[i];
          long place = deleted == null ? rows.firstRow() + row : RowPlaces.row(live, row);
          add(ranges, place - groupStart);
        }
      }
    }
    return new RowRanges(rowCount, List.copyOf(ranges));
  }

  private static void add(List<RowRanges.Range> ranges, long row) {
    int last = ranges.size() - 1;
    if (last >= 0 && row - ranges.get(last).to() < GAP_ROWS) {
      ranges.set(last, new RowRanges.Range(ranges.get(last).from(), row + 1));
    } else {
      ranges.add(new RowRanges.Range(row, row + 1));
    }
  }
}
