package org.tarnlake.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.env.Environment;

/**
 * Runs the command in this process, in a folder that the texts call {@code DIR}, with a clock that
 * stands still and a seed.
 */
final class Cli {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Path folder;
  private final Environment environment;
  private final Map<String, String> variables;

  /** What a run left: its output, its errors and its exit status. */
  record Result(int status, String out, String err) {}

  Cli(Path folder) {
    this(folder, Map.of());
  }

  Cli(Path folder, Map<String, String> variables) {
    Environment system = Environment.system();
    this.folder = folder;
    this.variables = variables;
    this.environment =
        new Environment(() -> NOW, new Random(1), system.pause(), system.background());
  }

  Path folder() {
    return folder;
  }

  Result run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] real = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      real[i] = args[i].replace("DIR", folder.toString());
    }
    dateCommits();
    int status = Main.run(Terminal.of(out, err, variables, environment), real);
    return new Result(status, shown(out), shown(err));
  }

  /** Files of commits have the time of this clock too, by which tables of their own go. */
  private void dateCommits() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Cli::isCommit).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(NOW));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isCommit(Path file) {
    return file.getParent().endsWith("_delta_log") && file.toString().endsWith(".json");
  }

  void write(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String shown(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).replace(folder.toString(), "DIR");
  }
}
