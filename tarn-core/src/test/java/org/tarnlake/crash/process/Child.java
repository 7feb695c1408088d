package org.tarnlake.crash.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A process whose lines come through a pipe, which keeps what was said before a kill. Safe for many
 * threads.
 */
public final class Child implements AutoCloseable {
  private final Process process;
  private final Thread listener;

  // Guarded by this.
  private final List<String> lines = new ArrayList<>();
  private boolean ended;

  private Child(Process process) {
    this.process = process;
    this.listener = new Thread(this::listen, "listener of " + process.pid());
    listener.setDaemon(true);
    listener.start();
  }

  /** Starts a command. Its error output comes between its lines. */
  public static Child start(List<String> command) throws IOException {
    return new Child(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private void listen() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        hear(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      synchronized (this) {
        ended = true;
        notifyAll();
      }
    }
  }

  private synchronized void hear(String line) {
    lines.add(line);
    notifyAll();
  }

  /** What it has said, but for what was taken. */
  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** Waits for a line; false if it never said one and says no more, or takes too long. */
  public synchronized boolean await(Predicate<String> wanted, long timeoutMillis)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    for (int seen = 0; ; seen++) {
      while (seen == lines.size()) {
        long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (ended || leftMillis <= 0) {
          return false;
        }
        wait(leftMillis);
      }
      if (wanted.test(lines.get(seen))) {
        return true;
      }
    }
  }

  /** What it has said since this was last called; forgets it. */
  public synchronized List<String> take() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  /** Sends it a line. */
  public void say(String line) throws IOException {
    OutputStream input = process.getOutputStream();
    input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    input.flush();
  }

  /** Sends a signal, such as {@code STOP}; returns when it is sent. */
  public void signal(String name) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new AssertionError("kill -%s ended with %d".formatted(name, kill.exitValue()));
    }
  }

  /** Sends a SIGKILL; returns when the process is gone and all it said has been heard. */
  public void kill() throws InterruptedException {
    // By its handle: Process.destroyForcibly closes the pipe with what was said and not yet heard.
    process.toHandle().destroyForcibly();
    process.waitFor();
    listener.join();
  }

  /** Whether it has ended by itself, or was killed. */
  public boolean hasEnded() {
    return !process.isAlive();
  }

  /** Lets it know, by the end of its input, that it shall come to its end. */
  void stop() throws IOException {
    process.getOutputStream().close();
  }

  /**
   * Waits for its end; returns all it said.
   *
   * @throws AssertionError if it fails or takes too long
   */
  public List<String> awaitEnd(long timeoutMillis) throws InterruptedException {
    if (!process.waitFor(timeoutMillis, TimeUnit.MILLISECONDS)) {
      throw new AssertionError("a process does not end; it said " + lines());
    }
    listener.join();
    if (process.exitValue() != 0) {
      throw new AssertionError("exit value " + process.exitValue() + " after " + lines());
    }
    return lines();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
