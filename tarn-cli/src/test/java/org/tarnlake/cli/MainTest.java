package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.env.Environment;

class MainTest {
  @TempDir Path folder;

  @Test
  void stackTracesAreForThoseWhoAskForThem() {
    String[] scan = {"scan", "DIR/nothing", "t"};
    assertThat(new Cli(folder).run(scan).err()).startsWith("tarn: ").hasLineCount(1);
    assertThat(new Cli(folder, Map.of("TARN_DEBUG", "1")).run(scan).err())
        .startsWith("tarn: ")
        .contains("\n\tat org.tarnlake.");
  }

  @Test
  void readerThatGoesAwayEndsTheCommandQuietly() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    Terminal terminal = Terminal.of(closed, err, Map.of(), Environment.system());
    assertThat(Main.run(terminal, "--help")).isZero();
    assertThat(Main.run(terminal, "init", folder.resolve("lake").toString())).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void fullDiskUnderTheOutputIsAnError() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    Terminal terminal = Terminal.of(full, err, Map.of(), Environment.system());
    assertThat(Main.run(terminal, "--help")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("tarn: cannot write the output: No space left on device\n");
  }
}
