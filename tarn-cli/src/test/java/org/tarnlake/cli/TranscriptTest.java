package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.testing.SoundLake;

/**
 * Replays the golden scripts. With {@code -Dtarn.rewrite=true} they are rewritten to what was
 * printed instead: read the difference before you commit it.
 */
class TranscriptTest {
  private static final Path SCRIPTS = Path.of("src/test/resources/org/tarnlake/cli/transcripts");

  @TempDir Path folder;

  static List<String> scripts() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Where Java writes %d with Arabic digits, {@code tarn versions} once printed SQL with them. */
  @ParameterizedTest
  @ValueSource(strings = {"import.txt", "bad-input.txt"})
  void textIsTheSameWhereDigitsAreOthers(String name) throws IOException {
    String expected = Files.readString(SCRIPTS.resolve(name));
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      assertThat("%d".formatted(1)).isEqualTo("\u0661");
      assertThat(Transcript.replay(expected, new Cli(folder))).isEqualTo(expected);
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void commandsPrintWhatTheScriptTells(String name) throws IOException {
    Path script = SCRIPTS.resolve(name);
    String expected = Files.readString(script);
    String actual = Transcript.replay(expected, new Cli(folder));
    if (Boolean.getBoolean("tarn.rewrite")) {
      Files.writeString(script, actual);
    } else {
      assertThat(actual).isEqualTo(expected);
    }
    Path lake = folder.resolve("lake");
    if (Files.isDirectory(lake.resolve("_tarn"))) {
      SoundLake.assertSound(lake);
    }
  }
}
