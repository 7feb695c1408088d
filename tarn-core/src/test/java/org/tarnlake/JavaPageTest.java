package org.tarnlake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.testing.SoundLake;

/** The examples of docs/java.md, run one after the other, print what stands below them. */
class JavaPageTest {
  private static final Path PAGE = Path.of("..", "docs", "java.md");
  private static final Pattern EXAMPLE =
      Pattern.compile("```java\n(.*?)```\n(?:```text\n(.*?)```\n)?", Pattern.DOTALL);
  private static final String IMPORTS =
      """
      import java.math.BigDecimal;
      import java.nio.file.Path;
      import java.time.*;
      import java.util.*;
      import java.util.stream.Stream;
      import org.tarnlake.*;
      import org.tarnlake.error.*;
      import org.tarnlake.row.*;
      import org.tarnlake.schema.*;
      """;

  @TempDir Path folder;

  @Test
  void everyExampleCompilesAndPrintsWhatStandsBelowIt() throws Exception {
    StringBuilder members = new StringBuilder();
    List<String> calls = new ArrayList<>();
    StringBuilder told = new StringBuilder();
    Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
    while (example.find()) {
      if (example.group(1).matches("(?s)(enum|record) .*")) {
        members.append(example.group(1));
        continue;
      }
      String name = "example" + calls.size();
      members.append("static void %s() {\n%s}\n".formatted(name, example.group(1)));
      calls.add(name + "();");
      told.append(example.group(2) == null ? "" : example.group(2));
    }
    String source =
        "%spublic class Example {\n%spublic static void main(String[] arguments) { %s }\n}\n"
            .formatted(IMPORTS, members, String.join(" ", calls));
    assertThat(calls).hasSizeGreaterThan(3);
    assertThat(run(Files.writeString(folder.resolve("Example.java"), source)))
        .as(source)
        .isEqualTo(told.toString());
    SoundLake.assertSound(folder.resolve("shop"));
  }

  private String run(Path source) throws Exception {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                absolute(System.getProperty("java.class.path")),
                source.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(java.getInputStream().readAllBytes(), UTF_8);
    java.waitFor();
    return output;
  }

  private static String absolute(String classPath) {
    List<String> paths = new ArrayList<>();
    for (String path : classPath.split(java.io.File.pathSeparator)) {
      paths.add(Path.of(path).toAbsolutePath().toString());
    }
    return String.join(java.io.File.pathSeparator, paths);
  }
}
