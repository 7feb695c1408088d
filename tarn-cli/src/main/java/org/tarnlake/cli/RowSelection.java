package org.tarnlake.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.Scan;
import org.tarnlake.Table;
import picocli.CommandLine.Option;

/** The options that choose rows and columns of a table. */
final class RowSelection {
  @Option(
      names = "--columns",
      paramLabel = "A,B",
      split = ",",
      hideParamSyntax = true,
      description = "these columns only, in this order")
  private List<String> columns = List.of();

  @Option(
      names = "--where",
      paramLabel = "PREDICATE",
      description = "rows for which this holds: \"price > 10 and name = 'x'\"")
  private @Nullable String where;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = Limit.Converter.class,
      description = "at most so many rows")
  private @Nullable Limit limit;

  @Option(
      names = "--as-of",
      paramLabel = "VERSION|TIME",
      converter = AsOf.Converter.class,
      description = "rows of an earlier version or time")
  private @Nullable AsOf asOf;

  @Option(
      names = "--table-version",
      paramLabel = "N",
      description = "rows of an earlier version of the table's own")
  private @Nullable Long tableVersion;

  /** The table in the version that is asked for; see {@link Tables#find}. */
  Table table(Lake lake, @Nullable String name) {
    Table table = Tables.find(lake, asOf, name);
    return tableVersion == null ? table : table.asOf(tableVersion);
  }

  /** The scan of a table that the options ask for. */
  Scan scan(Table table) {
    Scan scan = table.scan();
    if (!columns.isEmpty()) {
      Tables.checkColumns(table.name(), table.schema().columns(), columns);
      scan = scan.select(columns);
    }
    if (where != null) {
      scan = scan.where(where);
    }
    return limit == null ? scan : scan.limit(limit.count());
  }
}
