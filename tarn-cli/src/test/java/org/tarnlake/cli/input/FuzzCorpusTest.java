package org.tarnlake.cli.input;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tarnlake.testing.FuzzCorpus;

/** Whatever was once found by fuzzing stays fixed; {@code ./campaign.sh fuzz} looks for more. */
class FuzzCorpusTest {
  @TestFactory
  Stream<DynamicTest> garbageIsRefusedWithAFailureThatNamesTheFile() {
    return new FuzzCorpus(Path.of("src", "test", "resources", "fuzz"), InputTargets.ALL).replay();
  }
}
