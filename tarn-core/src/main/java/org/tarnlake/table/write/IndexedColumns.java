package org.tarnlake.table.write;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.write.FileStatistics;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.ColumnPath;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.statistics.StatisticsJson;

/**
 * The columns of a table of which the log has statistics: the first ones, or those that a property
 * names. Immutable.
 *
 * @param limit how many of them at most
 * @param named by their paths in files; null if any may be one
 */
record IndexedColumns(int limit, @Nullable List<List<String>> named) {
  private static final String COUNT = "delta.dataSkippingNumIndexedCols";
  private static final String NAMES = "delta.dataSkippingStatsColumns";

  /** As the table's properties say. */
  static IndexedColumns of(TableHead head) {
    String names = head.metadata().configuration().get(NAMES);
    if (names != null) {
      List<List<String>> named = new ArrayList<>();
      for (String name : names.split(",")) {
        try {
          ColumnPath path = ColumnPath.find(head.schema().columns(), name.strip());
          named.add(FilteredColumns.inFiles(head.schema().columns(), path, head.columnMapping()));
        } catch (InvalidDataException e) {
          // What is no column has no statistics.
        }
      }
      return new IndexedColumns(Integer.MAX_VALUE, named);
    }
    String count = head.metadata().configuration().get(COUNT);
    try {
      int limit = count == null ? StatisticsJson.INDEXED_COLUMNS : Integer.parseInt(count.strip());
      return new IndexedColumns(limit < 0 ? Integer.MAX_VALUE : limit, null);
    } catch (NumberFormatException e) {
      return new IndexedColumns(StatisticsJson.INDEXED_COLUMNS, null);
    }
  }

  /** The statistics of a file as the log has them. */
  String write(FileStatistics statistics) {
    return StatisticsJson.write(kept(statistics), limit);
  }

  private FileStatistics kept(FileStatistics statistics) {
    return new FileStatistics(
        statistics.rowCount(),
        statistics.columns().stream().filter(column -> isNamed(column.path())).toList());
  }

  private boolean isNamed(List<String> path) {
    return named == null
        || named.stream()
            .anyMatch(
                each -> path.size() >= each.size() && path.subList(0, each.size()).equals(each));
  }
}
