package org.tarnlake.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.gcsmodule.Outside;
import org.tarnlake.store.ChildJvm;

/** On the module path only what a module names is there. */
class GcsModulePathTest {
  @TempDir Path scratch;

  /** The key is signed with, and the server that gives tokens takes it for nothing. */
  @Test
  void moduleHasAllThatItNeeds() throws Exception {
    List<String> lines;
    String pem =
        Base64.getEncoder()
            .encodeToString(
                KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate().getEncoded());
    try (ScriptedServer tokens =
        new ScriptedServer(new ScriptedServer.Answer(400, "{\"error\":\"invalid_grant\"}"))) {
      Path key = scratch.resolve("key.json");
      Files.writeString(
          key,
          """
          {"type": "service_account", "client_id": "1", "client_email": "a@b.test",
           "private_key_id": "2", "token_uri": "%s/token",
           "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n"}
          """
              .formatted(tokens.endpoint(), pem),
          UTF_8);
      String libraries = Files.readString(Path.of("target", "runtime-classpath.txt")).strip();
      lines =
          ChildJvm.start(
                  scratch,
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-p",
                      Path.of("target", "classes") + File.pathSeparator + libraries,
                      "--add-modules",
                      "org.tarnlake.gcs",
                      "-cp",
                      Path.of("target", "test-classes").toString(),
                      Outside.class.getName()),
                  Map.of("GOOGLE_APPLICATION_CREDENTIALS", key.toString()))
              .await();
    }
    assertThat(lines).first().asString().startsWith("module org.tarnlake.gcs");
    assertThat(lines.get(1))
        .startsWith("cannot read gs://some-bucket/a: no credentials could be had (")
        .contains("gcloud auth application-default login")
        .doesNotContain(pem.substring(0, 40));
    assertThat(lines)
        .last()
        .asString()
        .startsWith("cannot read gs://some-bucket/a: no answer from http://127.0.0.1:1 (Conn");
  }
}
