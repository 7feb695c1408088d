package org.tarnlake.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.Scan;
import org.tarnlake.Table;
import picocli.CommandLine.Option;

/** The options that choose rows of a table. */
final class RowFilter {
  @Option(
      names = "--where",
      paramLabel = "CONDITION",
      description =
          "rows for which this holds: \"price > 10 and name = 'x'\"; if given several times, all"
              + " of them; see tarn help conditions")
  private List<String> where = List.of();

  @Option(
      names = "--as-of",
      paramLabel = "VERSION|TIME",
      converter = AsOf.Converter.class,
      description = "rows of an earlier version or time (UTC): 42, 2024-05-01, \"5 minutes ago\"")
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

  /** The scan of the rows that are asked for. */
  Scan scan(Table table) {
    Scan scan = table.scan();
    for (String condition : where) {
      scan = scan.where(condition);
    }
    return scan;
  }
}
