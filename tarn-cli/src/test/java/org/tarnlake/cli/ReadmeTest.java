package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
  private static final Path README = Path.of("../README.md");
  private static final Pattern PROGRAM =
      Pattern.compile("```java\n(.*?)```\n```text\n(.*?)```\n", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void everyProgramCompilesAndPrintsWhatStandsBelowIt() throws Exception {
    Matcher program = PROGRAM.matcher(Files.readString(README));
    List<String> printed = new ArrayList<>();
    List<String> told = new ArrayList<>();
    while (program.find()) {
      Path source = folder.resolve("Example.java");
      Files.writeString(source, program.group(1));
      printed.add(run(source));
      told.add(program.group(2));
    }
    assertThat(printed).hasSizeGreaterThan(0).isEqualTo(told);
  }

  private String run(Path source) throws IOException, InterruptedException {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    java.waitFor();
    return output;
  }
}
