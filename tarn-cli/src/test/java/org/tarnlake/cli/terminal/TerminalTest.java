package org.tarnlake.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tarnlake.env.Environment;

class TerminalTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Terminal terminal(Map<String, String> variables) {
    return Terminal.of(out, err, variables, Environment.system());
  }

  @Test
  void coloursAreForTerminalsThatWantThem() {
    assertThat(terminal(Map.of()).style()).isEqualTo(Style.PLAIN);
    assertThat(terminal(Map.of()).asTerminal().style()).isEqualTo(Style.COLOURED);
    assertThat(terminal(Map.of("NO_COLOR", "1")).asTerminal().style()).isEqualTo(Style.PLAIN);
    assertThat(terminal(Map.of("NO_COLOR", "")).asTerminal().style()).isEqualTo(Style.COLOURED);
    assertThat(terminal(Map.of("TERM", "dumb")).asTerminal().style()).isEqualTo(Style.PLAIN);
  }

  @Test
  void widthIsThatOfTheTerminalAndUnlimitedElsewhere() {
    assertThat(terminal(Map.of("COLUMNS", "100")).width()).isEqualTo(Terminal.UNLIMITED);
    assertThat(terminal(Map.of("COLUMNS", "100")).asTerminal().width()).isEqualTo(100);
    assertThat(terminal(Map.of("COLUMNS", "wide")).asTerminal().width()).isEqualTo(80);
    assertThat(terminal(Map.of()).asTerminal().width()).isEqualTo(80);
  }

  @Test
  void closedPipeIsToldFromAFullDisk() {
    assertThatThrownBy(() -> failing("Broken pipe").print("x")).isInstanceOf(OutputClosed.class);
    assertThatThrownBy(() -> failing("No space left on device").print("x"))
        .isInstanceOf(Failure.class)
        .hasMessage("cannot write the output: No space left on device");
  }

  @Test
  void progressIsShownOnATerminalAfterHalfASecondAndWipedAtTheEnd() {
    ArrayDeque<Instant> times =
        new ArrayDeque<>(
            List.of(
                Instant.ofEpochSecond(0),
                Instant.ofEpochSecond(0),
                Instant.ofEpochMilli(400),
                Instant.ofEpochMilli(512),
                Instant.ofEpochMilli(513),
                Instant.ofEpochSecond(1),
                Instant.ofEpochSecond(3)));
    Environment system = Environment.system();
    Environment environment =
        new Environment(times::remove, new Random(1), system.pause(), system.background());
    Terminal terminal = Terminal.of(out, err, Map.of(), environment).asTerminal();
    try (Progress progress = new Progress(terminal)) {
      progress.label("a.csv");
      for (int i = 0; i < 3 * 1024; i++) {
        progress.row();
      }
      assertThat(progress.rows()).isEqualTo(3072);
      progress.label("b.csv");
      progress.read(2_000_000, 8_000_000);
    }
    assertThat(times).isEmpty();
    String rows = "a.csv  2,048 rows  4,000 rows/s";
    String bytes = "b.csv  2.0 MB of 8.0 MB  6 s left";
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("\r" + rows + "\r" + bytes + "\r" + " ".repeat(bytes.length()) + "\r");
  }

  @Test
  void progressIsSilentElsewhere() {
    try (Progress progress = new Progress(terminal(Map.of()))) {
      for (int i = 0; i < 10_000; i++) {
        progress.row();
      }
    }
    assertThat(err.size()).isZero();
  }

  private Terminal failing(String message) {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(message);
          }
        };
    return Terminal.of(broken, err, Map.of(), Environment.system());
  }
}
