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
    Scan scan = filter.scan(table);
    List<String> names = new ArrayList<>();
    columns.forEach(list -> names.addAll(ColumnList.split("--columns", list)));
    if (!names.isEmpty()) {
      scan = scan.select(names);
    }
    return limit == null ? scan : scan.limit(limit.count());
  }
}
