package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the log of Tarn looks like at the terminal. */
class WarningsTest {
  /** Java's own form is two lines, with a date, a class and a method. */
  @Test
  void warningIsOneLineAndDetailsAreNotShown() throws Exception {
    Process process = CliProcess.of(Loud.class, List.of()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(said)
        .isEqualTo(
            """
            tarn: warning: the checkpoint of version 12345 isn't read
            tarn: warning: nothing to fill in {0}
            """);
  }

  /** Logs, in a process of its own. */
  static final class Loud {
    public static void main(String[] arguments) {
      System.Logger log = System.getLogger("org.tarnlake.Loud");
      log.log(Level.DEBUG, "the file {0} was not deleted", "a");
      log.log(Level.INFO, "all is well");
      log.log(Level.WARNING, "the checkpoint of version {0} isn''t read", 12345L);
      log.log(Level.WARNING, "nothing to fill in {0}");
    }
  }
}
