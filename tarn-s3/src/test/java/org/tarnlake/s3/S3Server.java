package org.tarnlake.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.tarnlake.env.Environment;
import org.tarnlake.store.remote.RemoteProtocol;
import org.tarnlake.store.remote.RemoteServer;
import org.tarnlake.store.remote.ServerProcess;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * A real S3 server on this machine: one for all tests, which ends with them. A test gets it as a
 * parameter. It is S3Proxy, or Ceph's with {@code -Dtarn.s3.server=ceph}.
 */
public final class S3Server implements RemoteServer, AutoCloseable {
  public static final String IDENTITY = "tester";
  public static final String SECRET = "a-secret-of-the-tests";

  /** Of the uploads of tests: the least that S3 allows. */
  static final int PIECE_BYTES = 5 << 20;

  private final ServerProcess process;
  private final AtomicInteger buckets = new AtomicInteger();
  private final int port;

  private S3Server(ServerProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts the server at its first use, and ends it when all tests have. */
  public static class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == S3Server.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.create(S3Server.class))
          .getOrComputeIfAbsent(getClass(), key -> serve(), S3Server.class);
    }

    S3Server serve() {
      String chosen = System.getProperty("tarn.s3.server", "s3proxy");
      return switch (chosen) {
        case "s3proxy" -> start("aws-v2-or-v4", "http", "");
        case "ceph" -> startCeph();
        default -> throw new AssertionError("tarn.s3.server is " + chosen);
      };
    }
  }

  /** As {@link Extension}, with a server that asks for no signatures. */
  static final class Unsigned extends Extension {
    @Override
    S3Server serve() {
      return startUnsigned();
    }
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

  private static S3Server startCeph() {
    try {
      Path folder = folder("ceph");
      int port = ServerProcess.freePort();
      Path script = ServerProcess.classesOf(S3Server.class).resolve("org/tarnlake/s3/ceph.sh");
      List<String> command = new ArrayList<>(List.of("sh", "" + script, "" + folder));
      command.addAll(List.of("" + ServerProcess.freePort(), "" + port, IDENTITY, SECRET));
      return start(command, port, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static S3Server start(String authorization, String scheme, String more) {
    try {
      Path folder = folder("s3proxy");
      int port = ServerProcess.freePort();
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
      Path classes = ServerProcess.classesOf(S3Server.class);
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
      return start(command, port, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder(String name) throws IOException {
    return Files.createTempDirectory(Path.of("target").toAbsolutePath(), name);
  }

  private static S3Server start(List<String> command, int port, Path folder) throws IOException {
    return new S3Server(ServerProcess.start(command, port, folder.resolve("output.txt")), port);
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public RemoteProtocol protocol() {
    return new S3Protocol();
  }

  @Override
  public Map<String, String> variables(String url) {
    return Map.of(
        "AWS_ENDPOINT_URL_S3", url, "AWS_ACCESS_KEY_ID", IDENTITY, "AWS_SECRET_ACCESS_KEY", SECRET);
  }

  @Override
  public Map<String, String> properties() {
    return Map.of(
        "aws.endpointUrlS3",
        RemoteServer.url(port),
        "aws.accessKeyId",
        IDENTITY,
        "aws.secretAccessKey",
        SECRET);
  }

  @Override
  public String newBucket() {
    String bucket = "bucket-" + buckets.incrementAndGet();
    try (S3Clients clients = clients(bucket)) {
      clients.writing.createBucket(request -> request.bucket(bucket));
    }
    return bucket;
  }

  /** The vendor's own library, for a bucket. */
  S3Clients clients(String bucket) {
    return S3Clients.of(S3Settings.of(Map.of()), bucket, at(port));
  }

  @Override
  public List<String> keys(String bucket) {
    try (S3Clients clients = clients(bucket)) {
      return clients.reading.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
          .map(object -> object.key())
          .toList();
    }
  }

  /** Sets a client up for a port of this machine. */
  static Consumer<S3ClientBuilder> at(int port) {
    return at(port, SECRET);
  }

  static Consumer<S3ClientBuilder> at(int port, String secret) {
    return builder ->
        builder
            .endpointOverride(URI.create(RemoteServer.url(port)))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(IDENTITY, secret)));
  }

  @Override
  public S3Store open(int throughPort, String bucket, String folder, Environment environment) {
    return S3Store.open(
        bucket, folder, S3Settings.of(Map.of()), environment, PIECE_BYTES, at(throughPort));
  }

  @Override
  public String address(String bucket, String folder) {
    return "s3://" + bucket + "/" + folder;
  }

  @Override
  public int pieceBytes() {
    return PIECE_BYTES;
  }

  @Override
  public void close() {
    process.close();
  }
}
