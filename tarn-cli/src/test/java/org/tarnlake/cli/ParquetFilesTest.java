package org.tarnlake.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.env.Environment;

class ParquetFilesTest {
  @TempDir Path folder;

  @Test
  void rowsThatAreExportedAsParquetComeBackAsTheyWere() {
    Cli cli = new Cli(folder);
    cli.write("t.csv", "id,price,day,note\n1,9.5,2024-05-01,x\n2,,,\"\"\n3,1e300,0001-01-01,\n");
    cli.run("init", "DIR/lake");
    assertThat(cli.run("import", "DIR/lake", "t=DIR/t.csv", "--create").status()).isZero();
    assertThat(cli.run("export", "DIR/lake", "t", "DIR/t.parquet").out())
        .isEqualTo("Exported 3 rows of t to DIR/t.parquet\n");
    assertThat(cli.run("import", "DIR/lake", "u=DIR/t.parquet", "--create").status()).isZero();
    assertThat(cli.run("scan", "DIR/lake", "u", "--format", "csv").out())
        .isEqualTo(cli.run("scan", "DIR/lake", "t", "--format", "csv").out())
        .hasLineCount(4);
    assertThat(cli.run("check", "DIR/lake", "--deep").status()).isZero();
  }

  @Test
  void standardOutputIsAFileLikeAnother() throws Exception {
    Cli cli = new Cli(folder);
    cli.write("t.csv", "id\n1\n2\n");
    cli.write(".t.parquet.export-1.part", "what a process that was killed has left");
    Files.createDirectory(folder.resolve(".t.parquet.export-2.part")); // Is not in the way.
    cli.run("init", "DIR/lake");
    cli.run("import", "DIR/lake", "t=DIR/t.csv", "--create");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = Terminal.of(out, err, Map.of(), Environment.system());
    String[] words = {"export", folder.resolve("lake").toString(), "t", "-", "--format", "parquet"};
    assertThat(Main.run(terminal, words)).isZero();
    assertThat(err.size()).isZero();
    Path file = folder.resolve("t.parquet");
    assertThat(cli.run("export", "DIR/lake", "t", "DIR/t.parquet").status()).isZero();
    assertThat(out.toByteArray()).isEqualTo(Files.readAllBytes(file));
    assertThat(Files.exists(folder.resolve(".t.parquet.export-1.part"))).isFalse();
    out.reset();
    assertThat(Main.run(terminal.asTerminal(), words)).isEqualTo(2);
    assertThat(out.size()).isZero();
    assertThat(err.toString(UTF_8)).contains("Parquet is no text for a terminal; add > FILE");
    assertThat(cli.run("check", "DIR/lake", "--deep").status()).isZero();
  }

  /** The words were those of Java: "of class LocalDateTime is no timestamp; pass an Instant". */
  @Test
  void columnOfAnotherTypeIsToldByItsTypes() {
    Cli cli = new Cli(folder);
    cli.write("t.csv", "at,n,x\n2024-05-01T10:00:00Z,1,1\n");
    cli.write("u.csv", "at,n,x\n2024-05-01T10:00:00,1,1\n");
    cli.write("v.csv", "n,x\n1,1.0\n2,1.5\n");
    cli.run("init", "DIR/lake");
    for (String table : new String[] {"t", "u", "v"}) {
      cli.run("import", "DIR/lake", table + "=DIR/" + table + ".csv", "--create");
      cli.run("export", "DIR/lake", table, "DIR/" + table + ".parquet");
    }
    assertThat(cli.run("import", "DIR/lake", "t=DIR/u.parquet").err())
        .isEqualTo(
            "tarn: DIR/u.parquet: column 'at' is timestamp_ntz, but timestamp in the table; convert it before the import\n");
    assertThat(cli.run("import", "DIR/lake", "u=DIR/v.parquet").err())
        .isEqualTo(
            "tarn: DIR/v.parquet: column 'x' is double, but long in the table; convert it before the import\n");
    assertThat(cli.run("import", "DIR/lake", "v=DIR/t.parquet", "v=DIR/v.parquet").status())
        .isEqualTo(1);
    cli.run("export", "DIR/lake", "t", "DIR/nx.parquet", "--columns", "n,x");
    assertThat(cli.run("import", "DIR/lake", "v=DIR/nx.parquet").err()).isEmpty();
    assertThat(cli.run("scan", "DIR/lake", "v", "--format", "csv").out())
        .isEqualTo("n,x\n1,1.0\n2,1.5\n1,1.0\n");
    assertThat(cli.run("check", "DIR/lake", "--deep").status()).isZero();
  }

  @Test
  void aParquetFileThatIsNoneOrDoesNotFitChangesNothing() throws Exception {
    Cli cli = new Cli(folder);
    cli.write("t.csv", "id\n1\n");
    cli.write("fake.parquet", "id\n1\n");
    cli.run("init", "DIR/lake");
    cli.run("import", "DIR/lake", "t=DIR/t.csv", "--create");
    Cli.Result fake = cli.run("import", "DIR/lake", "t=DIR/fake.parquet");
    assertThat(fake.status()).isEqualTo(1);
    assertThat(fake.err()).contains("fake.parquet");
    cli.write("v.csv", "other\n1\n");
    cli.run("import", "DIR/lake", "v=DIR/v.csv", "--create");
    cli.run("export", "DIR/lake", "v", "DIR/v.parquet");
    assertThat(cli.run("import", "DIR/lake", "t=DIR/v.parquet").err())
        .contains("the table has no column 'other'; its columns are id");
    assertThat(cli.run("export", "DIR/lake", "v", "DIR/v.parquet").err())
        .contains("DIR/v.parquet exists; name another file or delete it first");
    assertThat(cli.run("scan", "DIR/lake", "t", "--format", "csv").out()).isEqualTo("id\n1\n");
    assertThat(Files.exists(folder.resolve(".v.parquet.part"))).isFalse();
    assertThat(cli.run("check", "DIR/lake", "--deep").status()).isZero();
  }
}
