package org.tarnlake.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.scripts.Script.Sharing;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.local.LocalStore;
import org.tarnlake.testing.SoundLake;

/**
 * The golden scripts: one for each anomaly and each feature, with what it prints. Each runs in
 * memory and on a local disk, with one lake for all clients and with one for each, and always
 * prints the same; then the lake is checked. {@code -Dtarn.rewrite=true} writes what is printed
 * into the scripts: the difference is what to review.
 */
class ScriptsTest {
  private static final Path SCRIPTS = Path.of("src", "test", "resources", "scripts");

  @TempDir static Path folder;

  @TestFactory
  Stream<DynamicContainer> scripts() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files.sorted().toList().stream()
          .map(path -> DynamicContainer.dynamicContainer(name(path), runs(path)));
    }
  }

  private static Stream<DynamicTest> runs(Path script) {
    if (Boolean.getBoolean("tarn.rewrite")) {
      return Stream.of(
          DynamicTest.dynamicTest(
              "rewrite", () -> run(script, new MemoryStore(), Sharing.ONE_LAKE).write(script)));
    }
    return Stream.of(Sharing.values())
        .flatMap(
            sharing ->
                Stream.of(
                    DynamicTest.dynamicTest(
                        "memory, " + sharing, () -> check(script, new MemoryStore(), sharing)),
                    DynamicTest.dynamicTest(
                        "local disk, " + sharing,
                        () -> check(script, disk(script, sharing), sharing))));
  }

  private static ObjectStore disk(Path script, Sharing sharing) throws IOException {
    return LocalStore.create(folder.resolve(name(script) + "-" + sharing));
  }

  private static void check(Path script, ObjectStore store, Sharing sharing) throws IOException {
    assertThat(run(script, store, sharing).toString()).isEqualTo(Files.readString(script));
  }

  private static ScriptFile run(Path path, ObjectStore store, Sharing sharing) throws IOException {
    ScriptFile real;
    try (Script script = new Script(store, sharing)) {
      real = ScriptFile.read(path).run(script);
    }
    SoundLake.assertSound(store);
    return real;
  }

  private static String name(Path script) {
    return List.of(script.getFileName().toString().split("\\.")).get(0);
  }
}
