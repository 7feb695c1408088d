package org.tarnlake.data.read;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.data.schema.FileColumn;
import org.tarnlake.data.schema.FileColumns;
import org.tarnlake.data.schema.FileColumns.Scalar;
import org.tarnlake.predicate.Range;
import org.tarnlake.predicate.StatisticsLookup;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/**
 * Decides by the page indexes which rows of a row group may pass a condition. One thread at a time.
 *
 * <p>The pages of different columns start at different rows. Between two neighbouring starts every
 * column is within one page, so each such stretch is judged by the bounds of one page of each
 * column.
 */
final class PagePruning {
  private final Footer footer;
  private final StructType columns;
  private final RowGroup group;
  private final ColumnMapping mapping;
  private final RowGroupStatistics groupStatistics;
  private final Map<Integer, Indexed> indexed = new HashMap<>();

  PagePruning(Footer footer, StructType columns, int rowGroup, ColumnMapping mapping) {
    this.footer = footer;
    this.columns = columns;
    this.mapping = mapping;
    this.group = footer.rowGroups().get(rowGroup);
    this.groupStatistics = new RowGroupStatistics(footer, columns, rowGroup, mapping);
  }

  /** The pages of a column: where they start, and their bounds. */
  private record Indexed(List<PageLocation> locations, ColumnIndex bounds) {
    int pageOf(long row) {
      int page = 0;
      while (page + 1 < locations.size() && locations.get(page + 1).getFirst_row_index() <= row) {
        page++;
      }
      return page;
    }
  }

  /**
   * The rows that may pass.
   *
   * @param names the top-level columns that the test asks for
   */
  RowRanges ranges(Collection<String> names, Predicate<StatisticsLookup> test) {
    TreeSet<Long> starts = new TreeSet<>();
    for (String name : names) {
      int ordinal = columns.indexOf(name);
      Field field = ordinal < 0 ? null : columns.field(ordinal);
      FileColumn column = field == null ? null : footer.schema().index().find(field, mapping);
      if (field != null && column != null) {
        index(column, field.type(), mapping, starts);
      }
    }
    long rowCount = group.getNum_rows();
    if (indexed.isEmpty() || rowCount == 0) {
      return RowRanges.all(rowCount);
    }
    List<Long> bounds = new ArrayList<>(starts);
    bounds.add(rowCount);
    List<RowRanges.Range> kept = new ArrayList<>();
    for (int i = 0; i + 1 < bounds.size(); i++) {
      long from = bounds.get(i);
      if (test.test(path -> range(path, from))) {
        kept.add(new RowRanges.Range(from, bounds.get(i + 1)));
      }
    }
    return RowRanges.of(rowCount, kept);
  }

  private void index(FileColumn column, DataType wanted, ColumnMapping within, Set<Long> starts) {
    if (column.kind() == FileColumn.Kind.STRUCT && wanted instanceof StructType struct) {
      for (Field field : struct.fields()) {
        ColumnMapping inside = within.inside(struct);
        FileColumn child = FileColumns.find(column.children(), field, inside);
        if (child != null) {
          index(child, field.type(), inside, starts);
        }
      }
    } else if (column.kind() == FileColumn.Kind.SCALAR) {
      ColumnChunk chunk = group.getColumns().get(column.scalar().index());
      List<PageLocation> locations = PageIndex.locations(footer, chunk, group.getNum_rows());
      ColumnIndex bounds =
          locations == null ? null : PageIndex.bounds(footer, chunk, locations.size());
      if (locations != null && bounds != null) {
        indexed.put(column.scalar().index(), new Indexed(locations, bounds));
        locations.forEach(location -> starts.add(location.getFirst_row_index()));
      }
    }
  }

  private @Nullable Range range(List<String> path, long row) {
    Scalar scalar = FileColumns.find(footer.schema(), columns, path, mapping);
    Indexed pages = scalar == null ? null : indexed.get(scalar.column().scalar().index());
    if (scalar == null || pages == null) {
      return groupStatistics.range(path);
    }
    int page = pages.pageOf(row);
    long first = pages.locations().get(page).getFirst_row_index();
    long next =
        page + 1 < pages.locations().size()
            ? pages.locations().get(page + 1).getFirst_row_index()
            : group.getNum_rows();
    long rows = next - first;
    ColumnIndex bounds = pages.bounds();
    if (bounds.getNull_pages().get(page)) {
      return new Range(null, null, rows, rows);
    }
    long nulls = bounds.isSetNull_counts() ? bounds.getNull_counts().get(page) : Range.UNKNOWN;
    return StatisticsRanges.range(
        footer,
        scalar,
        bytes(bounds.getMin_values().get(page)),
        bytes(bounds.getMax_values().get(page)),
        nulls,
        rows);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
