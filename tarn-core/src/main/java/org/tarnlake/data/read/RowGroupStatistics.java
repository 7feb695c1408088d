package org.tarnlake.data.read;

import java.util.List;
import java.util.function.Supplier;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.data.schema.FileColumns;
import org.tarnlake.predicate.Range;
import org.tarnlake.predicate.StatisticsLookup;
import org.tarnlake.schema.StructType;

/** What a footer says of the columns of one row group. Immutable. */
final class RowGroupStatistics implements StatisticsLookup {
  private final Footer footer;
  private final StructType columns;
  private final RowGroup group;
  private final int rowGroup;
  private final ColumnMapping mapping;

  RowGroupStatistics(Footer footer, StructType columns, int rowGroup, ColumnMapping mapping) {
    this.footer = footer;
    this.columns = columns;
    this.mapping = mapping;
    this.rowGroup = rowGroup;
    this.group = footer.rowGroups().get(rowGroup);
  }

  @Override
  public @Nullable Range range(List<String> path) {
    FileColumns.Scalar scalar = FileColumns.find(footer.schema(), columns, path, mapping);
    if (scalar == null) {
      return null;
    }
    ColumnMetaData chunk = group.getColumns().get(scalar.column().scalar().index()).getMeta_data();
    return StatisticsRanges.range(footer, scalar, chunk.getStatistics(), group.getNum_rows());
  }

  /** The same statistics, and what Bloom filters tell, which are loaded when they are asked. */
  StatisticsLookup withFilters() {
    StatisticsLookup ranges = this;
    return new StatisticsLookup() {
      @Override
      public @Nullable Range range(List<String> path) {
        return ranges.range(path);
      }

      @Override
      public boolean mayHaveAny(List<String> path, Supplier<List<Object>> values) {
        FileColumns.Scalar scalar = FileColumns.find(footer.schema(), columns, path, mapping);
        return scalar == null || ChunkFilter.mayHaveAny(footer, rowGroup, scalar, values);
      }
    };
  }
}
