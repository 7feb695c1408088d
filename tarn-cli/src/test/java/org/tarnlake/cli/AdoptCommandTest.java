package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.testing.SoundLake;

/** The command that makes a lake of what a lost one left. */
class AdoptCommandTest {
  @TempDir Path folder;
  private Cli cli;

  @BeforeEach
  void lostLake() throws IOException {
    cli = new Cli(folder);
    cli.write("t.csv", "id\n1\n2\n");
    assertThat(cli.run("init", "DIR/lake").status()).isZero();
    assertThat(
            cli.run("import", "DIR/lake", "sales.orders=DIR/t.csv", "t=DIR/t.csv", "--create")
                .status())
        .isZero();
    try (Stream<Path> files = Files.walk(folder.resolve("lake/_tarn"))) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("lake"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void itShowsFirstAndActsWhenToldTo() throws IOException {
    List<Path> before = files();
    Cli.Result shown = cli.run("adopt", "DIR/lake");
    assertThat(shown.out())
        .isEqualTo(
            """
            table         folder        version  files  what happens
            ────────────  ────────────  ───────  ─────  ────────────────
            sales.orders  sales/orders        0      1  adopted as it is
            t             t                   0      1  adopted as it is
            Nothing is changed; --yes makes a lake of what can be adopted.
            """);
    assertThat(shown.status()).isZero();
    assertThat(files()).isEqualTo(before);

    Cli.Result done = cli.run("adopt", "DIR/lake", "--yes");
    assertThat(done.out()).endsWith("Made the lake DIR/lake of 2 tables\n");
    assertThat(cli.run("scan", "DIR/lake", "sales.orders", "--format", "csv").out())
        .isEqualTo("id\n1\n2\n");
    assertThat(cli.run("import", "DIR/lake", "t=DIR/t.csv").status()).isZero();
    assertThat(cli.run("check", "DIR/lake", "--deep").out()).contains("Sound, all data read.");
    SoundLake.assertSound(folder.resolve("lake"));

    Cli.Result again = cli.run("adopt", "DIR/lake", "--yes");
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.err()).contains("DIR/lake is a lake, and has tables of its own");
  }

  @Test
  void aFolderWithoutTablesIsRefused() {
    cli.write("empty/x.csv", "");
    Cli.Result result = cli.run("adopt", "DIR/empty", "--yes");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).isEqualTo("tarn: DIR/empty holds no table that can be adopted\n");
  }
}
