package org.tarnlake.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.testing.FuzzCorpus;
import org.tarnlake.testing.FuzzTarget;

/** Whatever was once found by fuzzing stays fixed; {@code ./campaign.sh fuzz} looks for more. */
class FuzzCorpusTest {
  private static final Path CORPUS = Path.of("src", "test", "resources", "fuzz");

  @TestFactory
  Stream<DynamicTest> garbageIsRefusedInTheWayThatIsDocumented() {
    return new FuzzCorpus(CORPUS, CoreTargets.ALL).replay();
  }

  @Test
  void everyInputBelongsToATarget() throws Exception {
    try (Stream<Path> folders = Files.list(CORPUS)) {
      assertThat(folders.map(f -> f.getFileName().toString()))
          .hasSameElementsAs(CoreTargets.ALL.keySet());
    }
  }

  @Test
  void aTargetThatThrowsOrAllocatesOrComputesTooMuchIsAFinding(@TempDir Path folder)
      throws Throwable {
    Files.createDirectory(folder.resolve("x"));
    Files.writeString(folder.resolve("x").resolve("seed"), "seed");
    FuzzTarget throwing = input -> Integer.parseInt(new String(input, "UTF-8"));
    FuzzTarget hungry = input -> assertThat(new byte[100 << 20]).isNotEmpty();
    FuzzTarget deep = input -> assertThat(depth(1)).isPositive();
    assertFinding(folder, throwing, "NumberFormatException");
    assertFinding(folder, hungry, "it allocated 10");
    assertFinding(folder, deep, "StackOverflowError");
  }

  private static int depth(int known) {
    return known < 0 ? known : depth(known + 1);
  }

  private static void assertFinding(Path folder, FuzzTarget target, String message) {
    FuzzCorpus corpus = new FuzzCorpus(folder, Map.of("x", target));
    assertThatThrownBy(() -> corpus.replay().findFirst().orElseThrow().getExecutable().execute())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(message);
  }
}
