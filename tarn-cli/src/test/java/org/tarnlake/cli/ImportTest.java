package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;

/** Imports into tables that were made in Java. */
class ImportTest {
  @TempDir Path folder;

  @Test
  void nullWhereNoneMayBeIsToldWithItsLineAndNothingIsCommitted() {
    Cli cli = new Cli(folder);
    Path path = folder.resolve("lake");
    try (Lake lake = Lake.create(path)) {
      lake.transact(
          tx ->
              tx.createTable(
                  "t",
                  Schema.builder()
                      .required("id", DataType.INT)
                      .optional("note", DataType.STRING)
                      .build()));
    }
    cli.write("t.csv", "id,note\n1,a\n,b\n");
    cli.write("u.csv", "note\na\n");
    Cli.Result empty = cli.run("import", "DIR/lake", "t=DIR/t.csv");
    assertThat(empty.status()).isEqualTo(1);
    assertThat(empty.err()).startsWith("tarn: DIR/t.csv:3: ").contains("id");
    Cli.Result missing = cli.run("import", "DIR/lake", "t=DIR/u.csv");
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.err()).startsWith("tarn: DIR/u.csv:2: ").contains("id");
    assertThat(cli.run("scan", "DIR/lake", "t", "--format", "csv").out()).isEqualTo("id,note\n");
    try (Lake lake = Lake.open(path)) {
      assertThat(lake.latest().version()).isEqualTo(1);
      assertThat(lake.check(CheckDepth.DATA)).noneMatch(Finding::isDamage);
    }
  }

  @Test
  void columnsWithoutATypeTakeWhatTheTextIs() {
    Cli cli = new Cli(folder);
    try (Lake lake = Lake.create(folder.resolve("lake"))) {
      lake.transact(tx -> tx.createTable("t", "a", "b"));
    }
    cli.write("t.csv", "a,b\n1,x\n007,2.50\ntrue,\"\"\"q\"\n");
    cli.write("t.json", "{\"a\":\"1\",\"b\":1}\n");
    assertThat(cli.run("import", "DIR/lake", "t=DIR/t.csv", "t=DIR/t.json").err()).isEmpty();
    assertThat(cli.run("scan", "DIR/lake", "t", "--format", "json").out())
        .isEqualTo(
            """
            {"a":1,"b":"x"}
            {"a":"007","b":2.50}
            {"a":true,"b":"\\"q"}
            {"a":"1","b":1}
            """);
  }
}
