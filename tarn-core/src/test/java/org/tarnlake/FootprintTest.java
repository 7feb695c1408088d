package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an application gets when it depends on tarn-core: little, and nothing of Hadoop's. */
class FootprintTest {
  private static final long LIMIT_BYTES = 25_000_000;

  /** Written by the build (maven-dependency-plugin): the jars of scope runtime, all of them. */
  static final Path CLASSPATH = Path.of("target", "runtime-classpath.txt");

  @Test
  void everythingTarnDragsInWeighsLessThan25Megabytes() throws IOException {
    long own = classFileBytes();
    long all = own + jars().stream().mapToLong(File::length).sum();
    String list =
        jars().stream().map(j -> j.length() + " " + j.getName()).collect(Collectors.joining("\n"));
    assertThat(all)
        .as("bytes of tarn-core (%d) and its jars:%n%s", own, list)
        .isLessThan(LIMIT_BYTES);
  }

  @Test
  void noJarIsHadoops() throws IOException {
    assertThat(jars()).extracting(File::getName).noneMatch(name -> name.contains("hadoop-c"));
  }

  private static List<File> jars() throws IOException {
    assertThat(CLASSPATH).as("run `mvn process-test-classes` once").exists();
    String[] paths = Files.readString(CLASSPATH).strip().split(File.pathSeparator);
    return Arrays.stream(paths).map(File::new).toList();
  }

  /** Not compressed yet: more than the jar will weigh. */
  private static long classFileBytes() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("target", "classes"))) {
      return files.filter(Files::isRegularFile).mapToLong(FootprintTest::size).sum();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
