package org.tarnlake.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.tarnlake.env.Environment;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * A real S3 server, S3Proxy, on this machine: one process for all tests, which ends with them. A
 * test gets it as a parameter.
 */
public final class S3Server implements AutoCloseable {
  public static final String IDENTITY = "tester";
  public static final String SECRET = "a-secret-of-the-tests";

  /** What S3 allows. */
  static final int SMALLEST_PART_BYTES = 5 << 20;

  private static final long START_NANOS = 60_000_000_000L;

  private final Process process;
  private final AtomicInteger buckets = new AtomicInteger();
  public final int port;

  private S3Server(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts the server at its first use, and ends it when all tests have. */
  public static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == S3Server.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.create(S3Server.class))
          .getOrComputeIfAbsent("server", key -> startSigned(), S3Server.class);
    }
  }

  private static S3Server startSigned() {
    return start("aws-v2-or-v4", "http", "");
  }

  /** Starts a server that asks for no signatures: what is between may alter requests. */
  static S3Server startUnsigned() {
    return start("none", "http", "");
  }

  /** Starts a server that speaks https, with the only key of a store. */
  static S3Server startSecure(Path keys, String password) {
    return start(
        "aws-v2-or-v4",
        "https",
        "s3proxy.keystore-path=%s%ns3proxy.keystore-password=%s".formatted(keys, password));
  }

  private static S3Server start(String authorization, String scheme, String more) {
    try {
      Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "s3proxy");
      int port = freePort();
      Path settings =
          Files.writeString(
              folder.resolve("s3proxy.properties"),
              """
              s3proxy.%s=%s://127.0.0.1:%d
              s3proxy.authorization=%s
              s3proxy.identity=%s
              s3proxy.credential=%s
              s3proxy.ignore-unknown-headers=true
              jclouds.provider=transient-nio2
              jclouds.identity=none
              jclouds.credential=none
              %s
              """
                  .formatted(
                      scheme.equals("https") ? "secure-endpoint" : "endpoint",
                      scheme,
                      port,
                      authorization,
                      IDENTITY,
                      SECRET,
                      more));
      Path classes = classes();
      Path jar = classes.resolveSibling("s3proxy.jar");
      List<String> command =
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx" + System.getProperty("tarn.s3proxy.heap", "256m"),
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-cp",
              classes + System.getProperty("path.separator") + jar,
              S3ProxyMain.class.getName(),
              "--properties",
              settings.toString());
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("output.txt").toFile())
              .start();
      S3Server server = new S3Server(process, port);
      server.awaitAnswer(folder);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder or the jar of these classes: beside it the build puts the server. */
  private static Path classes() {
    try {
      return Path.of(S3Server.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitAnswer(Path folder) throws IOException {
    long end = System.nanoTime() + START_NANOS;
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(socket.isConnected()).isTrue();
        return;
      } catch (IOException notYet) {
        if (!process.isAlive() || System.nanoTime() > end) {
          process.destroyForcibly();
          throw new AssertionError(Files.readString(folder.resolve("output.txt")), notYet);
        }
        Thread.onSpinWait();
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The variables by which the vendor's tools, and Tarn, find the server. */
  public Map<String, String> variables() {
    return Map.of(
        "AWS_ENDPOINT_URL_S3",
        "http://127.0.0.1:" + port,
        "AWS_ACCESS_KEY_ID",
        IDENTITY,
        "AWS_SECRET_ACCESS_KEY",
        SECRET);
  }

  /** A bucket that nobody else uses. */
  public String newBucket() {
    String bucket = "bucket-" + buckets.incrementAndGet();
    S3Settings settings = S3Settings.of(Map.of());
    try (S3Clients clients = S3Clients.of(settings, bucket, at(port))) {
      clients.writing.createBucket(request -> request.bucket(bucket));
    }
    return bucket;
  }

  /** Sets a client up for a port of this machine. */
  static Consumer<S3ClientBuilder> at(int port) {
    return at(port, SECRET);
  }

  static Consumer<S3ClientBuilder> at(int port, String secret) {
    return builder ->
        builder
            .endpointOverride(URI.create("http://127.0.0.1:" + port))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(IDENTITY, secret)));
  }

  /** The bucket's objects below a prefix. */
  S3Store open(String bucket, String prefix) {
    return open(port, bucket, prefix, Environment.system());
  }

  /** As {@link #open(String, String)}, through another port that leads to the server. */
  static S3Store open(int port, String bucket, String prefix, Environment environment) {
    return S3Store.open(
        bucket, prefix, S3Settings.of(Map.of()), environment, SMALLEST_PART_BYTES, at(port));
  }

  /** An environment in which waiting takes no time. */
  static Environment withoutWaiting() {
    Environment system = Environment.system();
    return new Environment(system.clock(), system.random(), duration -> {}, system.background());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
