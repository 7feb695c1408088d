package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.tarnlake.predicate.Predicate;

class ConditionsHelpTest {
  /** What stands in the help can be typed. */
  @Test
  void everyExampleIsACondition() throws IOException {
    List<String> examples =
        help()
            .lines()
            .filter(line -> line.startsWith("  "))
            .map(line -> line.strip().replaceFirst(" {3,}.*", ""))
            .toList();
    assertThat(examples).hasSizeGreaterThan(25);
    assertThat(examples).allSatisfy(Predicate::parse);
  }

  /** What can be typed stands in the help, and in docs/conditions.md. */
  @Test
  void everyFunctionIsTold() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "conditions.md"), StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Predicate.parse("unheard_of(1) = 1"))
        .satisfies(
            error -> {
              String message = String.valueOf(error.getMessage());
              String names = message.substring(message.indexOf("the functions are ") + 18);
              List<String> functions = List.of(names.lines().findFirst().orElse("").split(", "));
              assertThat(functions).hasSizeGreaterThan(20);
              for (String each : functions) {
                assertThat(help()).containsPattern("\\b" + each + "\\b");
                assertThat(page).containsPattern("`" + each + "[`(]");
              }
            });
  }

  private static String help() throws IOException {
    try (InputStream in = Main.class.getResourceAsStream("conditions.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
