package org.tarnlake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.env.Environment;
import org.tarnlake.store.ChildJvm;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.ServerRequests;

/** A server with a certificate that no public authority knows, as companies have them. */
class S3TlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir Path scratch;
  private S3Server server;

  @BeforeEach
  void start() throws Exception {
    keytool(
        "-genkeypair",
        "-alias",
        "s3",
        "-keyalg",
        "EC",
        "-validity",
        "2",
        "-dname",
        "CN=localhost",
        "-ext",
        "san=dns:localhost,ip:127.0.0.1");
    keytool("-exportcert", "-alias", "s3", "-rfc", "-file", scratch.resolve("ca.pem").toString());
    server = S3Server.startSecure(scratch.resolve("keys.p12"), PASSWORD);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void certificateMustBeNamed() {
    assertThatThrownBy(() -> look(Map.of()))
        .hasMessageStartingWith(
            "cannot list s3://some-bucket/: no safe connection to https://localhost:"
                + server.port())
        .hasMessageEndingWith(
            "name its certificates in AWS_CA_BUNDLE, or check that it speaks https");

    assertThatThrownBy(() -> look(Map.of("AWS_CA_BUNDLE", scratch.resolve("ca.pem").toString())))
        .hasMessageContaining("404 NoSuchBucket");
  }

  /** Neither heals by itself. To be told took nine seconds. */
  @Test
  void serverThatIsNotSafeIsAskedOnce() throws Exception {
    try (S3Server plain = S3Server.startUnsigned()) {
      for (int port : List.of(server.port(), plain.port())) {
        try (S3Store store = open(port, Map.of())) {
          long lists = sent("ListObjectsV2");
          assertThatThrownBy(() -> store.list("", ""))
              .hasMessageContaining("no safe connection to https://localhost:" + port);
          assertThat(sent("ListObjectsV2") - lists).isEqualTo(1);
          long puts = sent("PutObject");
          assertThatThrownBy(() -> store.putIfAbsent("a", new byte[1]))
              .isInstanceOf(NothingWrittenException.class)
              .hasMessageContaining("no safe connection");
          assertThat(sent("PutObject") - puts).as("one round of the trial").isEqualTo(8);
        }
      }
    }
  }

  private static long sent(String kind) {
    return ServerRequests.all().stream()
        .filter(each -> each.kind().equals(kind))
        .mapToLong(ServerRequests.Count::requests)
        .sum();
  }

  private void look(Map<String, String> environment) throws IOException {
    try (S3Store store = open(server.port(), environment)) {
      store.list("", "");
    }
  }

  private static S3Store open(int port, Map<String, String> environment) {
    URI url = URI.create("https://localhost:" + port);
    return S3Store.open(
        "some-bucket",
        "",
        S3Settings.of(environment),
        Environment.system(),
        S3Server.PIECE_BYTES,
        S3Server.at(port).andThen(client -> client.endpointOverride(url)));
  }

  private void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-keystore", scratch.resolve("keys.p12").toString(), "-storepass", PASSWORD));
    ChildJvm.start(scratch, command).await();
  }
}
