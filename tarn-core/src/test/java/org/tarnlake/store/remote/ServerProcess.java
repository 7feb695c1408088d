package org.tarnlake.store.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.tarnlake.env.Environment;

/** A process that serves at a port of this machine. Safe for many threads. */
public final class ServerProcess implements AutoCloseable {
  private static final long START_NANOS = 60_000_000_000L;

  private final Process process;

  private ServerProcess(Process process) {
    this.process = process;
  }

  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The folder or the jar that has a class. */
  public static Path classesOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Starts a server, and waits until it answers. */
  public static ServerProcess start(List<String> command, int port, Path output)
      throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    ServerProcess server = new ServerProcess(process);
    long end = System.nanoTime() + START_NANOS;
    while (true) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return server;
      } catch (IOException notYet) {
        if (!process.isAlive() || System.nanoTime() > end) {
          server.close();
          throw new AssertionError(Files.readString(output), notYet);
        }
        Environment.system().pause().pause(Duration.ofMillis(20));
      }
    }
  }

  /** It ends when its input does, and so do its own processes. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
