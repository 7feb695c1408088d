package org.tarnlake.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

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
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    double lineMillis = 0;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String text;
      while ((text = out.readLine()) != null) {
        if (text.equals(line)) {
          lineMillis = millisSince(start);
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
    return Figures.of("line_ms", lineMillis == 0 ? exitMillis : lineMillis, "exit_ms", exitMillis);
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
