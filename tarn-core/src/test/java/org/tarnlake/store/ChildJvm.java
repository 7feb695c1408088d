package org.tarnlake.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Another process that runs a main class of the tests, perhaps within some other command. */
public final class ChildJvm implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 120;

  private final Process process;
  private final Path output;

  private ChildJvm(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** The command that runs the main class with the arguments. */
  public static List<String> command(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-ea", "-Xmx64m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Starts a command; what it prints goes to a file in the folder. */
  public static ChildJvm start(Path folder, List<String> command, Map<String, String> environment)
      throws IOException {
    Path output = Files.createTempFile(folder, "child", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    return new ChildJvm(builder.start(), output);
  }

  public static ChildJvm start(Path folder, List<String> command) throws IOException {
    return start(folder, command, Map.of());
  }

  /** What it printed until it ended well. */
  public List<String> await() throws Exception {
    boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    List<String> lines = lines();
    assertThat(ended).as("ended in time, having printed %s", lines).isTrue();
    assertThat(process.exitValue()).as("exit value after %s", lines).isZero();
    return lines;
  }

  /** What it has printed so far. */
  public List<String> lines() throws IOException {
    return Files.readString(output, UTF_8).lines().toList();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it as a crash would. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
