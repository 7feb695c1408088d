package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.env.Environment;
import picocli.CommandLine;

class ManPageTest {
  private final CommandLine tarn =
      Main.all(
          Terminal.of(
              new ByteArrayOutputStream(),
              new ByteArrayOutputStream(),
              Map.of(),
              Environment.system()));
  private final List<String> lines = ManPage.text(tarn).lines().toList();

  @Test
  void everyCommandAndEveryOptionIsThere() {
    tarn.getSubcommands()
        .forEach(
            (name, command) -> {
              int from = lines.indexOf(".SS tarn " + name);
              assertThat(from).as(name).isPositive();
              List<String> own = lines.subList(from + 1, lines.size());
              own =
                  own.subList(0, own.indexOf(own.stream().filter(this::isTitle).findFirst().get()));
              for (var option : command.getCommandSpec().options()) {
                String shown = ".B " + String.join(", ", option.names()).replace("-", "\\-");
                assertThat(own).as("tarn %s", name).anyMatch(line -> line.startsWith(shown));
              }
            });
  }

  private boolean isTitle(String line) {
    return line.startsWith(".SS ") || line.startsWith(".SH ");
  }

  /** A line that begins with a point is an order to man, and a backslash begins a sign. */
  @Test
  void textsAreShownAsTheyAre() {
    assertThat(lines)
        .filteredOn(line -> line.startsWith(".") || line.startsWith("'"))
        .allMatch(line -> line.matches("\\.(TH|SH|SS|TP|PP|B|I|nf|fi)( .*)?"));
    assertThat(lines).noneMatch(line -> line.contains("@|") || line.contains("%n"));
    assertThat(String.join("\n", lines)).contains("\\&.csv, .tsv, .json, .ndjson or .jsonl");
  }
}
