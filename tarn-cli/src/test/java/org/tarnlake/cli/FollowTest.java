package org.tarnlake.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.testing.SoundLake;

/** {@code tarn changes --follow} shows what other processes commit, and ends when it is told to. */
class FollowTest {
  @TempDir Path folder;

  @Test
  void whatOthersCommitIsPrintedAtOnceUntilTheProcessIsToldToEnd() throws Exception {
    Cli cli = new Cli(folder);
    cli.run("init", "DIR/lake");
    cli.write("t.csv", "id\n1\n");
    cli.run("import", "DIR/lake", "t=DIR/t.csv", "--create");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                "changes",
                folder.resolve("lake").toString(),
                "t",
                "--follow",
                "--json")
            .start();
    try (BufferedReader out = process.inputReader(UTF_8);
        BufferedReader errors = process.errorReader(UTF_8)) {
      assertThat(out.readLine()).contains("\"_change_type\":\"insert\"").contains("\"id\":1");
      cli.write("t.csv", "id\n2\n");
      cli.run("import", "DIR/lake", "t=DIR/t.csv");
      assertThat(out.readLine()).contains("\"_commit_version\":2").contains("\"id\":2");
      process.toHandle().destroy(); // SIGTERM, which ends as Ctrl-C does.
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
}
