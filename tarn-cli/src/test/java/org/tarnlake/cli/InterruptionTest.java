package org.tarnlake.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.testing.SoundLake;

/** Commands that run until they are told to end, as by Ctrl-C, and what exports leave. */
class InterruptionTest {
  @TempDir Path folder;

  /** A temporary file and a folder for the table stayed behind, which no check told of. */
  @Test
  void importThatIsInterruptedLeavesNothing() throws Exception {
    Cli cli = new Cli(folder);
    cli.run("init", "DIR/lake");
    cli.write("t.csv", "id,text\n");
    cli.run("import", "DIR/lake", "t=DIR/t.csv", "--create");
    List<String> before = files();
    Process process = CliProcess.start("import", lake(), "t=-", "--format", "csv");
    try (OutputStream in = process.getOutputStream()) {
      // Rows of more than one buffer, so that a data file is begun.
      Random random = new Random(1);
      byte[] bytes = new byte[1 << 19];
      in.write("id,text\n".getBytes(UTF_8));
      boolean told = false;
      for (int rows = 0; rows < 2_000 && process.isAlive(); rows++) {
        if (!told && !files().equals(before)) {
          CliProcess.tellToEnd(process);
          told = true;
        }
        random.nextBytes(bytes);
        in.write(("1," + HexFormat.of().formatHex(bytes) + "\n").getBytes(UTF_8));
        in.flush();
      }
    } catch (IOException e) {
      // It ended before it read this row.
    }
    try (BufferedReader err = process.errorReader()) {
      assertThat(err.readLine()).isEqualTo("tarn: interrupted");
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(files()).isEqualTo(before);
    SoundLake.assertSound(folder.resolve("lake"));
  }

  @Test
  void changesOfOtherProcessesAreFollowedToTheEnd() throws Exception {
    Cli cli = new Cli(folder);
    cli.run("init", "DIR/lake");
    cli.write("t.csv", "id\n1\n");
    cli.run("import", "DIR/lake", "t=DIR/t.csv", "--create");
    Process process = CliProcess.start("changes", lake(), "t", "--follow", "--json");
    try (BufferedReader out = process.inputReader(UTF_8);
        BufferedReader errors = process.errorReader(UTF_8)) {
      assertThat(out.readLine()).contains("\"_change_type\":\"insert\"").contains("\"id\":1");
      cli.write("t.csv", "id\n2\n");
      cli.run("import", "DIR/lake", "t=DIR/t.csv");
      assertThat(out.readLine()).contains("\"_commit_version\":2").contains("\"id\":2");
      CliProcess.tellToEnd(process);
      assertThat(errors.readLine())
          .isEqualTo("Seen through version 2; --from 3 goes on from there");
      assertThat(errors.readLine()).isNull();
      assertThat(out.readLine()).isNull();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    SoundLake.assertSound(folder.resolve("lake"));
  }

  private String lake() {
    return folder.resolve("lake").toString();
  }

  /** An export once had the rights of a temporary file, to be read by nobody else. */
  @Test
  void exportHasTheRightsOfAnyOtherFile() throws Exception {
    Cli cli = new Cli(folder);
    cli.run("init", "DIR/lake");
    cli.write("t.csv", "id\n1\n");
    cli.run("import", "DIR/lake", "t=DIR/t.csv", "--create");
    String usual = rights("t.csv");
    for (String file : new String[] {"u.csv", "u.json.gz", "u.parquet"}) {
      assertThat(cli.run("export", "DIR/lake", "t", "DIR/" + file).status()).isZero();
      assertThat(rights(file)).isEqualTo(usual);
    }
  }

  private String rights(String file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
  }

  private List<String> files() throws Exception {
    try (Stream<Path> files = Files.walk(folder.resolve("lake"))) {
      return files.map(Path::toString).sorted().toList();
    }
  }
}
