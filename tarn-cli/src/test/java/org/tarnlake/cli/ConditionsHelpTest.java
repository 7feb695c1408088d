package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.tarnlake.predicate.Predicate;

class ConditionsHelpTest {
  /** What stands in the help can be typed. */
  @Test
  void everyExampleIsACondition() throws IOException {
    try (InputStream in = Main.class.getResourceAsStream("conditions.txt")) {
      List<String> examples =
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> line.startsWith("  "))
              .map(line -> line.strip().replaceFirst(" {3,}.*", ""))
              .toList();
      assertThat(examples).hasSizeGreaterThan(15);
      assertThat(examples).allSatisfy(Predicate::parse);
    }
  }
}
