package org.tarnlake.crash.process;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * How JVMs are started that do not live long: small, with the quick compiler only and, for
 * campaigns, with an archive of loaded classes, which saves two thirds of the start. Immutable.
 */
public final class ChildJvms {
  private static final List<String> OPTIONS =
      List.of(
          "-ea",
          "-Xmx128m",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData");

  private final List<String> options;
  private final String classPath;

  private ChildJvms(List<String> options, String classPath) {
    this.options = List.copyOf(options);
    this.classPath = classPath;
  }

  /** JVMs on this one's class path. */
  public static ChildJvms plain() {
    return on(System.getProperty("java.class.path"));
  }

  /** JVMs on a class path. */
  public static ChildJvms on(String classPath) {
    return new ChildJvms(OPTIONS, classPath);
  }

  /**
   * As {@link #plain}, with the classes that a main class loads in an archive.
   *
   * @param folder where the archive is kept
   * @param arguments with which the main class does typical work and ends
   */
  public static ChildJvms archived(Path folder, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    String jars = inJars(folder, System.getProperty("java.class.path"));
    Path archive = folder.resolve("classes.jsa");
    List<String> learning = new ArrayList<>(OPTIONS);
    learning.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable"));
    try (Child child =
        Child.start(new ChildJvms(learning, jars).command(main.getName(), arguments))) {
      child.awaitEnd(60_000);
    }
    List<String> using = new ArrayList<>(OPTIONS);
    using.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable"));
    return new ChildJvms(using, jars);
  }

  /** The same JVMs with their temporary files in a folder: who is killed does not remove them. */
  public ChildJvms temporariesIn(Path folder) {
    List<String> more = new ArrayList<>(options);
    more.add("-Djava.io.tmpdir=" + folder);
    return new ChildJvms(more, classPath);
  }

  /** The command that runs a main class. */
  public List<String> command(String main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Starts a main class. */
  public Child start(Class<?> main, Object... arguments) throws IOException {
    String[] words = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
    return Child.start(command(main.getName(), words));
  }

  /** The class path with a jar in place of each folder: an archive takes classes of jars only. */
  private static String inJars(Path folder, String classPath) throws IOException {
    List<String> jars = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        Path jar = folder.resolve("classes" + jars.size() + ".jar");
        pack(path, jar);
        jars.add(jar.toString());
      } else if (Files.exists(path)) {
        jars.add(entry);
      }
    }
    return String.join(File.pathSeparator, jars);
  }

  private static void pack(Path classes, Path jar) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(classes)) {
      files = found.filter(Files::isRegularFile).sorted().toList();
    }
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Path each : files) {
        String name = classes.relativize(each).toString().replace(File.separatorChar, '/');
        out.putNextEntry(new JarEntry(name));
        Files.copy(each, out);
        out.closeEntry();
      }
    }
  }
}
