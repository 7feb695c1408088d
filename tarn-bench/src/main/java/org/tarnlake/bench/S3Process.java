package org.tarnlake.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tarnlake.env.Environment;

/**
 * A server of S3 on this machine, S3Proxy, in a process of its own: it keeps its one bucket as a
 * folder, syncs nothing, and answers each request so many milliseconds later. Ends with this JVM.
 */
final class S3Process implements AutoCloseable {
  private static final String BUCKET = "bench";
  private static final String IDENTITY = "bench";
  private static final String SECRET = "a-secret-of-the-benchmarks";
  private static final int TRIES = 300;

  private final Process process;
  private final Path folder;
  private final int port;

  private S3Process(Process process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  static S3Process start(Path folder, long latencyMillis) throws IOException {
    int port = freePort();
    Files.createDirectories(folder.resolve("data").resolve(BUCKET));
    Path settings =
        Files.writeString(
            folder.resolve("s3proxy.properties"),
            """
            s3proxy.endpoint=http://127.0.0.1:%s
            s3proxy.authorization=aws-v2-or-v4
            s3proxy.identity=%s
            s3proxy.credential=%s
            s3proxy.ignore-unknown-headers=true
            s3proxy.latency-blobstore.*.latency=%s
            jclouds.provider=filesystem-nio2
            jclouds.filesystem.basedir=%s
            jclouds.identity=none
            jclouds.credential=none
            """
                .formatted(port, IDENTITY, SECRET, latencyMillis, folder.resolve("data")));
    List<String> command = new ArrayList<>(Jvm.command(1024));
    command.addAll(List.of("-jar", Jvm.target().resolve("s3proxy.jar").toString()));
    command.addAll(List.of("--properties", settings.toString()));
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    for (int i = 0; i < TRIES && process.isAlive(); i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return new S3Process(process, folder, socket.getPort());
      } catch (IOException notYet) {
        Environment.system().pause().pause(Duration.ofMillis(100));
      }
    }
    process.destroyForcibly();
    throw new IOException("S3Proxy did not start: " + Files.readString(output));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The variables by which the vendor's library finds the server; nothing is cached. */
  Map<String, String> variables() {
    return Map.of(
        "AWS_ENDPOINT_URL_S3",
        "http://127.0.0.1:" + port,
        "AWS_ACCESS_KEY_ID",
        IDENTITY,
        "AWS_SECRET_ACCESS_KEY",
        SECRET,
        "AWS_REGION",
        "us-east-1",
        "TARN_CACHE",
        "off");
  }

  String bucket() {
    return "s3://" + BUCKET;
  }

  /** Where the objects of the bucket are files. */
  Path bucketFolder() {
    return folder.resolve("data").resolve(BUCKET);
  }

  /** The processors' time that the server has taken. */
  double cpuMillis() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e6;
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    Folders.delete(folder);
  }
}
