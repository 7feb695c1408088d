package org.tarnlake.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.store.ChildJvm;

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
  void certificateMustBeNamed() throws Exception {
    Map<String, String> environment = new TreeMap<>(S3LakeWriter.environment(server.port));
    environment.put("AWS_ENDPOINT_URL_S3", "https://localhost:" + server.port);
    environment.put("AWS_MAX_ATTEMPTS", "1");
    assertThat(look(environment))
        .singleElement()
        .asString()
        .startsWith(
            "cannot read s3://some-bucket/a: no safe connection to https://localhost:"
                + server.port)
        .endsWith("name its certificates in AWS_CA_BUNDLE, or check that it speaks https");

    environment.put("AWS_CA_BUNDLE", scratch.resolve("ca.pem").toString());
    assertThat(look(environment)).singleElement().asString().contains("404 NoSuchBucket");
  }

  private List<String> look(Map<String, String> environment) throws Exception {
    return ChildJvm.start(scratch, ChildJvm.command(S3Look.class, "some-bucket", "a"), environment)
        .await();
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
