package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the sources of every module keep to, beyond what compiler and formatter see. */
class TidyTest {
  private static final int LINES_MAX = 400;

  /** File names that may be longer than {@value #LINES_MAX} lines, each with its reason. */
  private static final Map<String, String> LONG_FOR_A_REASON =
      Map.of("ConflictCheckTest.java", "every pair of operations has a line");

  private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b");
  private static final Pattern SWALLOWED = Pattern.compile("catch\\s*\\([^)]*\\)\\s*\\{\\s*}");

  /** A public top-level type: formatted sources start it at the beginning of a line. */
  private static final Pattern PUBLIC_TYPE =
      Pattern.compile(
          "^public (?:(?:final|abstract|sealed|non-sealed) )*(class|interface|enum|record|@interface) (\\w+)",
          Pattern.MULTILINE);

  private static final Pattern THREADS =
      Pattern.compile("immutable|safe for many threads|one thread at a time");

  @Test
  void noFileIsTooLongToReadAtOnce() {
    assertThat(violations(sources(), TidyTest::tooLong))
        .as("split it, or name it in TidyTest.LONG_FOR_A_REASON")
        .isEmpty();
  }

  @Test
  void longFilesAreStillLong() {
    List<String> names = sources().stream().map(s -> s.path().getFileName().toString()).toList();
    assertThat(LONG_FOR_A_REASON.keySet()).as("no longer there").isSubsetOf(names);
  }

  @Test
  void noTabs() {
    assertThat(violations(sources(), s -> find(s, Pattern.compile("\t"), "a tab"))).isEmpty();
  }

  @Test
  void nothingIsLeftUnfinished() {
    assertThat(violations(sources(), s -> find(s, UNFINISHED, "do it, or open an issue")))
        .isEmpty();
  }

  @Test
  void noExceptionIsSwallowedWithoutAWord() {
    assertThat(violations(sources(), s -> find(s, SWALLOWED, "handle it, or say why not")))
        .isEmpty();
  }

  @Test
  void everyPublicTypeOfTheCoreIsDocumentedAndSaysHowThreadsMayUseIt() {
    List<Source> core = sourcesUnder(Path.of("src", "main", "java"));
    assertThat(violations(core, TidyTest::undocumented)).isEmpty();
  }

  private record Source(Path path, String text) {}

  private static List<String> violations(
      List<Source> sources, Function<Source, List<String>> check) {
    return sources.stream().flatMap(source -> check.apply(source).stream()).toList();
  }

  private static List<String> tooLong(Source source) {
    long lines = source.text().lines().count();
    boolean allowed = LONG_FOR_A_REASON.containsKey(source.path().getFileName().toString());
    return lines <= LINES_MAX || allowed ? List.of() : List.of(source.path() + ": " + lines);
  }

  private static List<String> find(Source source, Pattern pattern, String remedy) {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(source.text());
    while (matcher.find()) {
      long line =
          source.text().substring(0, matcher.start()).chars().filter(c -> c == '\n').count() + 1;
      found.add(source.path() + ":" + line + ": " + remedy);
    }
    return found;
  }

  private static List<String> undocumented(Source source) {
    Matcher type = PUBLIC_TYPE.matcher(source.text());
    if (!type.find()) {
      return List.of();
    }
    String before = source.text().substring(0, type.start());
    int start = before.lastIndexOf("\n/**");
    if (start < 0) {
      return List.of(source.path() + ": no doc comment");
    }
    String doc = before.substring(start).replaceAll("[\\s*]+", " ").toLowerCase(Locale.ROOT);
    return !isShared(source, type.group(1), type.group(2)) || THREADS.matcher(doc).find()
        ? List.of()
        : List.of(source.path() + ": the doc comment says none of: " + THREADS);
  }

  /**
   * Whether threads may meet over it: an object of a class, not a mere function, value or error.
   */
  private static boolean isShared(Source source, String kind, String name) {
    return kind.equals("class")
        && !name.matches(".*(Exception|Error)")
        && !source.text().contains("private " + name + "() {}");
  }

  /** All Java files of all modules, tests included. */
  private static List<Source> sources() {
    try (Stream<Path> modules = Files.list(Path.of("..").toRealPath())) {
      return modules
          .filter(module -> Files.exists(module.resolve("pom.xml")))
          .flatMap(module -> sourcesUnder(module.resolve("src")).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Source> sourcesUnder(Path root) {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(f -> f.toString().endsWith(".java"))
          .sorted()
          .map(TidyTest::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Source read(Path path) {
    try {
      return new Source(path, Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
