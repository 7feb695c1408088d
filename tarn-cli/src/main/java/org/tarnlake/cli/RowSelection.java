package org.tarnlake.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.Scan;
import org.tarnlake.Table;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that choose rows and columns of a table. */
final class RowSelection {
  @Option(
      names = "--columns",
      paramLabel = "A,B",
      description = "these columns only, in this order; a field of a struct is written a.b")
  private List<String> columns = List.of();

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = Limit.Converter.class,
      description = "at most so many rows")
  private @Nullable Limit limit;

  @Mixin private RowFilter filter = new RowFilter();

  /** The table in the version that is asked for; see {@link Tables#find}. */
  Table table(Lake lake, @Nullable String name) {
    return filter.table(lake, name);
  }

  /** The scan of a table that the options ask for. */
  Scan scan(Table table) {
    Scan scan = unlimited(table, List.of());
    return limit == null ? scan : scan.limit(limit.count());
  }

  /**
   * The scan without the limit.
   *
   * @param more columns behind those that the options ask for
   */
  Scan unlimited(Table table, List<String> more) {
    Scan scan = filter.scan(table);
    List<String> names = new ArrayList<>(columns());
    if (names.isEmpty()) {
      return scan;
    }
    names.addAll(more);
    return scan.select(names);
  }

  /** The columns that the options name; none if they want all. */
  List<String> columns() {
    return columns.stream().flatMap(list -> ColumnList.split("--columns", list).stream()).toList();
  }

  /** How many rows are wanted at most. */
  long limit() {
    return limit == null ? Long.MAX_VALUE : limit.count();
  }
}
