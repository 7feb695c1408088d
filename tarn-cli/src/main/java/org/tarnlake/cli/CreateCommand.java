package org.tarnlake.cli;

import java.util.List;
import org.tarnlake.Lake;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.schema.Schema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn create}: an empty table with the columns that were named. */
@Command(
    name = "create",
    description = {
      "Create an empty table.",
      "To make one from a file, and to append to it, use tarn import --create."
    },
    footer = {
      "",
      "Types: boolean, byte, short, int, long, float, double, decimal(10,2), string, binary,",
      "  date, timestamp (a point in time), timestamp_ntz (without a time zone),",
      "  list<string>, map<string,long>, struct<a:int,b:string>. A column may be null unless",
      "  NOT NULL follows its type.",
      "",
      "Example:",
      "  tarn create lake orders \"id long not null, at timestamp, price decimal(9,2)\""
    })
final class CreateCommand implements TarnCommand {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "LAKE", description = LakeAddress.WHERE)
  private LakeAddress address = LakeAddress.of("");

  @Parameters(index = "1", paramLabel = "TABLE", description = "a name that no table has")
  private String name = "";

  @Parameters(
      index = "2",
      paramLabel = "COLUMNS",
      description = "names and types: \"id long not null, name string\"")
  private String columns = "";

  @Option(
      names = "--partition-by",
      paramLabel = "A,B",
      description = "columns whose values get folders of their own")
  private List<String> partitionBy = List.of();

  CreateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    List<String> partitions =
        partitionBy.stream()
            .flatMap(each -> ColumnList.split("--partition-by", each).stream())
            .toList();
    Schema schema = Schema.parse(columns).partitionBy(partitions.toArray(String[]::new));
    try (Lake lake = address.open(terminal)) {
      Tables.requireLake(lake, "given tables");
      long version = lake.transact(tx -> tx.createTable(name, schema));
      terminal.line("Created table %s in version %s of the lake".formatted(name, version));
    }
    return Main.DONE;
  }
}
