package org.tarnlake.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the build put classes and jars, and how a child JVM is started from them. Stateless. */
final class Jvm {
  private Jvm() {}

  /**
   * The build folder of this module: classes, lib (all jars but those for S3), s3, tarn
   * (tarn-core's own).
   */
  static Path target() {
    try {
      return Path.of(Jvm.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .getParent();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static List<String> command(int heapMib) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + heapMib + "m");
  }

  /** The class path with every contender's jars. */
  static String classPath() {
    return String.join(
        File.pathSeparator,
        target().resolve("classes").toString(),
        target().resolve("lib") + "/*",
        target().resolve("s3") + "/*");
  }

  /** The command of a Spark program, which ./bench.sh built only if a benchmark needs it. */
  static List<String> spark(String program, Path folder) throws IOException {
    Path built = target().resolve("../../tarn-bench-spark/target").normalize();
    List<String> command = new ArrayList<>(command(4096));
    command.addAll(
        List.of(Files.readString(built.resolve("classes/jvm-options")).strip().split("\\s+")));
    String classPath =
        String.join(
            File.pathSeparator,
            built.resolve("classes").toString(),
            target().resolve("classes").toString(),
            built.resolve("lib") + "/*");
    command.addAll(
        List.of("-cp", classPath, "org.tarnlake.bench.spark." + program, folder.toString()));
    return command;
  }

  /** A class path with only those jars that a program of one contender would have. */
  static String classPath(Predicate<String> jarName) {
    List<String> entries = new ArrayList<>();
    entries.add(target().resolve("classes").toString());
    for (Path jar : jars(target().resolve("lib"))) {
      if (jarName.test(jar.getFileName().toString())) {
        entries.add(jar.toString());
      }
    }
    return String.join(File.pathSeparator, entries);
  }

  /** What tarn-core drags in, and tarn-core itself. */
  static List<Path> tarnJars() {
    List<Path> jars = new ArrayList<>(jars(target().resolve("tarn")));
    for (Path jar : jars(target().resolve("lib"))) {
      if (jar.getFileName().toString().startsWith("tarn-core")) {
        jars.add(jar);
      }
    }
    return jars;
  }

  static Set<String> tarnJarNames() {
    return tarnJars().stream().map(jar -> jar.getFileName().toString()).collect(Collectors.toSet());
  }

  private static List<Path> jars(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".jar")).sorted().collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException("run the benchmarks by ./bench.sh, which fills " + folder, e);
    }
  }
}
