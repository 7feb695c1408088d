package org.tarnlake.mutation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A small change of one source file that breaks a promise, as a file in {@code src/test/mutations}.
 * Immutable.
 *
 * <pre>
 * why: what it breaks, in one sentence.
 * source: lake/LakeLog.java
 * tests: LakeLogTest#aLostRequestIsPutAgain, SimulationTest
 * --- instead of
 * text that occurs once
 * --- there is
 * another text
 * </pre>
 *
 * @param name the file's, without its ending
 * @param source the source file, below {@code src/main/java/org/tarnlake}
 * @param tests those that must notice, each a class or a method of one
 */
record Mutation(
    String name, String why, Path source, List<NamedTest> tests, String before, String after) {
  private static final Path FOLDER = Path.of("src", "test", "mutations");
  private static final Path SOURCES = Path.of("src", "main", "java", "org", "tarnlake");

  private static final Pattern FILE =
      Pattern.compile(
          "why: (?<why>.*?)\nsource: (?<source>\\S+)\ntests: (?<tests>.*?)\n"
              + "--- instead of\n(?<before>.*?)\n--- there is\n(?<after>.*)\n?",
          Pattern.DOTALL);

  /** All of them, by name. */
  static List<Mutation> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().map(Mutation::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Mutation read(Path file) {
    Matcher matcher = FILE.matcher(text(file));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(file + " is not as Mutation tells");
    }
    return new Mutation(
        file.getFileName().toString().replace(".txt", ""),
        matcher.group("why"),
        SOURCES.resolve(matcher.group("source")),
        Stream.of(matcher.group("tests").split(",\\s+")).map(NamedTest::parse).toList(),
        matcher.group("before").stripTrailing(),
        matcher.group("after").stripTrailing());
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How often the text that is changed occurs in the source. */
  int occurrences() {
    return text(source).split(Pattern.quote(before), -1).length - 1;
  }

  /** The source as it would be. */
  String mutated() {
    return text(source).replace(before, after);
  }

  @Override
  public String toString() {
    return name;
  }
}
