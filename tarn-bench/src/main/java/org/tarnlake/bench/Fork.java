package org.tarnlake.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A child JVM that holds one contender, so that the heaps and compiled code of two contenders never
 * mix. One thread at a time.
 */
public final class Fork implements AutoCloseable {
  private final String contender;
  private final Process process;
  private final PrintStream requests;
  private final BufferedReader answers;
  private boolean dead;

  private Fork(String contender, Process process) {
    this.contender = contender;
    this.process = process;
    requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts a JVM with that much heap and opens a task of {@link Tasks} in it. */
  public static Fork open(String contender, int heapMib, String task, Object... arguments)
      throws IOException {
    return open(contender, Jvm.command(heapMib), Map.of(), task, arguments);
  }

  /** The same in a JVM that is started by a command of its own, with more in its environment. */
  static Fork open(
      String contender,
      List<String> jvm,
      Map<String, String> environment,
      String task,
      Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(jvm);
    command.addAll(List.of("-cp", Jvm.classPath(), Worker.class.getName(), task));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return start(contender, command, environment);
  }

  /** Starts a program that serves a task by {@link Worker#serve}. */
  static Fork start(String contender, List<String> command) throws IOException {
    return start(contender, command, Map.of());
  }

  private static Fork start(String contender, List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    return new Fork(contender, builder.start());
  }

  public String contender() {
    return contender;
  }

  /**
   * Has the task run once.
   *
   * @throws IOException if the child died; its own words are on standard error
   */
  public Figures run(Object... arguments) throws IOException {
    List<String> words = new ArrayList<>();
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    requests.println(String.join(" ", words));
    return answer();
  }

  private Figures answer() throws IOException {
    String line;
    while ((line = answers.readLine()) != null) {
      if (line.startsWith(Worker.ANSWER)) {
        return Figures.parse(line.substring(Worker.ANSWER.length()));
      }
    }
    dead = true;
    throw new IOException("the JVM of %s ended; see its message above".formatted(contender));
  }

  /** Has the task closed and waits for the child's end. */
  @Override
  public void close() throws IOException {
    requests.close();
    try {
      if (!dead) {
        answer();
      }
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
