package org.tarnlake.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A program run from start to end with the clock on. Stateless. */
final class Program {
  private Program() {}

  /**
   * Runs a program; {@code line_ms} is when it printed a line, {@code exit_ms} when it ended.
   *
   * @param line what to wait for; if it never comes the time is that of the end
   * @throws IOException if it cannot be started or fails
   */
  static Figures run(List<String> command, String line) throws IOException {
    return run(command, line, Map.of());
  }

  /**
   * The same, with more in its environment. A line that begins with what to wait for and has
   * figures behind it adds these. Where the system has a {@code /proc}, {@code cpu_s} is the CPU
   * that the program took, and {@code peak_mib} the most memory that it held.
   */
  static Figures run(List<String> command, String line, Map<String, String> environment)
      throws IOException {
    double cpuBefore = ProcessWatch.childrenCpuSeconds();
    long start = System.nanoTime();
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    Process process = builder.start();
    ProcessWatch watch = ProcessWatch.start(process, cpuBefore);
    Figures more = Figures.of();
    double lineMillis = 0;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String text;
      while ((text = out.readLine()) != null) {
        if (text.equals(line)) {
          lineMillis = millisSince(start);
        } else if (!line.isEmpty() && text.startsWith(line)) {
          lineMillis = millisSince(start);
          more = Figures.parse(text.substring(line.length()));
        }
      }
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException("exit status %s of %s".formatted(status, command));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    double exitMillis = millisSince(start);
    return Figures.of("line_ms", lineMillis == 0 ? exitMillis : lineMillis, "exit_ms", exitMillis)
        .with(watch.end())
        .with(more);
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
