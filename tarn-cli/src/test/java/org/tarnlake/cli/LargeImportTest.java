package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.testing.SoundLake;

/** Imports of files whose types are first taken from their beginning. */
class LargeImportTest {
  @TempDir Path folder;

  /** The table is made with the types of all rows, and each row is in it once. */
  @Test
  void importStartsOverWhereTheEndOfALargeFileHasOtherTypes() throws Exception {
    Cli cli = new Cli(folder);
    cli.run("init", "DIR/lake");
    int rows = 700_000;
    StringBuilder text = new StringBuilder("id,n,none,day\n");
    for (int i = 0; i < rows; i++) {
      text.append(i).append(",7,,2024-02-29\n");
    }
    text.append(rows).append(",2.5,later,2024-02-29 10:00:00\n");
    Files.writeString(folder.resolve("t.csv"), text);
    Cli.Result created = cli.run("import", "DIR/lake", "t=DIR/t.csv", "--create");
    assertThat(created.out() + created.err())
        .isEqualTo(
            """
            700,001 rows from DIR/t.csv into t, created with the columns
              id long, n double, none string, day string
              column 'day' is text because of DIR/t.csv:700002: '2024-02-29 10:00:00' is no date; correct it, or add --types 'day date' --reject FILE
            Committed as version 1 of the lake
            """);
    assertThat(cli.run("count", "DIR/lake", "t").out()).isEqualTo("700001\n");
    assertThat(cli.run("scan", "DIR/lake", "t", "--where", "id >= 699999", "--format", "csv").out())
        .isEqualTo(
            """
            id,n,none,day
            699999,7.0,,2024-02-29
            700000,2.5,later,2024-02-29 10:00:00
            """);
    SoundLake.assertSound(folder.resolve("lake"));
  }

  @Test
  void whatIsWrongFarBehindIsToldAsEver() throws Exception {
    Cli cli = new Cli(folder);
    cli.run("init", "DIR/lake");
    Files.writeString(
        folder.resolve("t.csv"), "id,note\n" + "1,some text\n".repeat(500_000) + "x\n2,b\n");
    Cli.Result refused = cli.run("import", "DIR/lake", "t=DIR/t.csv", "--create");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .startsWith("tarn: DIR/t.csv:500002: 1 field where the first line has 2, from column");
    assertThat(cli.run("tables", "DIR/lake").out()).startsWith("No tables yet");
    SoundLake.assertSound(folder.resolve("lake"));
  }
}
