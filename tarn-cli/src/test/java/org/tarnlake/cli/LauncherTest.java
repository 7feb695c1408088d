package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code tarn}, with a java that tells what it was given. */
class LauncherTest {
  @TempDir Path folder;

  /** The width was asked of the pipe that $(...) makes, so that every table was cut at 80. */
  @Test
  void widthOfTheTerminalIsPassedOn() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "no terminal can be had");
    prepare();
    String command = "stty cols 123; " + folder.resolve("tarn") + " tables";
    assertThat(run("/usr/bin/script", "-qec", command, "/dev/null"))
        .contains("columns=123 terminal=12");
    assertThat(run(folder.resolve("tarn").toString(), "tables")).contains("columns= terminal=");
  }

  /** The copy of a pipe lay in /tmp, whatever the user said of temporary files. */
  @Test
  void theFolderForTemporaryFilesIsPassedOn() throws Exception {
    prepare();
    assertThat(run("/bin/sh", "-c", "TMPDIR='/a b/c' " + folder.resolve("tarn") + " tables"))
        .contains(" -Djava.io.tmpdir=/a b/c -jar ");
    assertThat(run("/bin/sh", "-c", "unset TMPDIR; " + folder.resolve("tarn") + " tables"))
        .doesNotContain("tmpdir");
  }

  /** A place as a source tree that is built, and a Java that tells how it was called. */
  private void prepare() throws IOException {
    write("jdk/release", "JAVA_VERSION=\"17.0.1\"\n");
    write("jdk/bin/java", "#!/bin/sh\necho \"columns=$COLUMNS terminal=$TARN_TERMINAL $@\"\n");
    assertThat(folder.resolve("jdk/bin/java").toFile().setExecutable(true)).isTrue();
    for (String file :
        new String[] {
          "pom.xml",
          "tarn-core/pom.xml",
          "tarn-core/src/main/x",
          "tarn-cli/pom.xml",
          "tarn-cli/src/main/x",
          "tarn-cli/target/tarn-cli.jar",
          "tarn-cli/target/tarn.classpath"
        }) {
      write(file, "");
    }
    Files.copy(Path.of("..", "tarn"), folder.resolve("tarn"));
    assertThat(folder.resolve("tarn").toFile().setExecutable(true)).isTrue();
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String run(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().remove("COLUMNS");
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return out;
  }
}
