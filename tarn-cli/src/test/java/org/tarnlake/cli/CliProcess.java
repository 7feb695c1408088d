package org.tarnlake.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs the command, or another program, in a process of its own. Stateless. */
final class CliProcess {
  private CliProcess() {}

  /** Starts the command. */
  static Process start(String... arguments) throws IOException {
    return of(List.of(), arguments).start();
  }

  /**
   * The command, not started yet.
   *
   * @param options of the JVM
   */
  static ProcessBuilder of(List<String> options, String... arguments) {
    return of(Main.class, options, arguments);
  }

  /** Another program, not started yet. */
  static ProcessBuilder of(Class<?> main, List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(options);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  /** Tells a process to end, by SIGTERM, as Ctrl-C does. */
  static void tellToEnd(Process process) {
    process.toHandle().destroy();
  }
}
