package org.tarnlake.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.env.Environment;
import org.tarnlake.store.ChildJvm;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.remote.FaultProxy;
import org.tarnlake.store.remote.FaultProxy.Fate;

/** What a user reads who set something wrong, and that nobody reads a secret. */
@ExtendWith(S3Server.Extension.class)
class S3FailureTest {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  @TempDir Path scratch;
  private final S3Server server;

  S3FailureTest(S3Server server) {
    this.server = server;
  }

  @Test
  void missingBucketIsNoMissingObject() {
    try (S3Store store = server.open("no-such-bucket", "lake")) {
      String message =
          "the server answers 404 NoSuchBucket (The specified bucket does not exist); make the bucket 'no-such-bucket' at http://127.0.0.1:%s, or check its name and AWS_ENDPOINT_URL"
              .formatted(server.port);
      assertThatThrownBy(() -> store.get("a"))
          .isNotInstanceOf(NoSuchFileException.class)
          .hasMessage("cannot read s3://no-such-bucket/lake/a: " + message);
      assertThatThrownBy(() -> store.list("", "")).hasMessageEndingWith(message);
      assertThatThrownBy(() -> store.putIfAbsent("a", CONTENT))
          .isInstanceOf(NothingWrittenException.class)
          .hasMessageEndingWith(message);
      // An answer to HEAD has no text.
      assertThatThrownBy(() -> store.size("a"))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(NoSuchFileException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, 's3:ListBucket'",
    "400, ExpiredToken, 'aws sso login'",
    "403, RequestTimeTooSkewed, 'set this machine''s clock'",
    "403, SignatureDoesNotMatch, 'AWS_SECRET_ACCESS_KEY'",
    "301, PermanentRedirect, 'set AWS_REGION'",
    "400, AuthorizationHeaderMalformed, 'set AWS_REGION'",
    "501, NotImplemented, 'If-None-Match'",
    "418, Teapot, 'check the bucket and the server'"
  })
  void refusalNamesTheRemedy(int status, String code, String remedy) throws Exception {
    String bucket = server.newBucket();
    try (FaultProxy proxy = new FaultProxy(server.port);
        S3Store store = S3Server.open(proxy.port(), bucket, "", S3Server.withoutWaiting())) {
      store.put("probed", CONTENT);
      proxy.rule(request -> new Fate.Answered(status, code));
      // The vendor's library reads again and again with the server's time.
      boolean readsOn = code.equals("RequestTimeTooSkewed");
      for (IOException each : List.of(write(store), readsOn ? write(store) : read(store))) {
        assertThat(each)
            .hasMessageContaining("%s %s", status, code)
            .hasMessageContaining(remedy)
            .hasMessageContaining("s3://" + bucket + "/a");
        assertThat(each.getMessage())
            .doesNotContain(S3Server.SECRET)
            .doesNotContain(S3Server.IDENTITY);
      }
    }
  }

  private static IOException read(S3Store store) {
    return assertThrows(IOException.class, () -> store.get("a"));
  }

  private static IOException write(S3Store store) {
    return assertThrows(NothingWrittenException.class, () -> store.putIfAbsent("a", CONTENT));
  }

  @Test
  void wrongSecretIsTold() {
    String bucket = server.newBucket();
    S3Settings settings = S3Settings.of(Map.of());
    try (S3Store store =
        S3Store.open(
            bucket,
            "",
            settings,
            Environment.system(),
            S3Server.SMALLEST_PART_BYTES,
            S3Server.at(server.port, "another secret"))) {
      assertThatThrownBy(() -> store.get("a"))
          .isNotInstanceOf(NoSuchFileException.class)
          .hasMessageContaining("SignatureDoesNotMatch")
          .hasMessageContaining("check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY");
    }
  }

  /** By the environment alone, as users have it. */
  @Test
  void processWithoutCredentialsIsTold() throws Exception {
    Map<String, String> environment = new TreeMap<>(S3LakeWriter.environment(server.port));
    environment.put("AWS_ACCESS_KEY_ID", "");
    environment.put("AWS_SECRET_ACCESS_KEY", "");
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("AWS_CONFIG_FILE", scratch.resolve("none").toString());
    environment.put("AWS_SHARED_CREDENTIALS_FILE", scratch.resolve("none").toString());
    assertThat(look(environment))
        .containsExactly(
            "cannot read s3://%s/a: no credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run 'aws sso login', or set AWS_SKIP_SIGNATURE=true for a bucket that is public"
                .formatted("some-bucket"));
  }

  @Test
  void profileOfTheVendorsFilesIsUsed() throws Exception {
    Path config = scratch.resolve("config");
    Files.writeString(
        config,
        """
        [profile mine]
        region = eu-central-1
        endpoint_url = http://localhost:%d
        aws_access_key_id = %s
        aws_secret_access_key = %s
        """
            .formatted(server.port, S3Server.IDENTITY, S3Server.SECRET));
    assertThat(look(Map.of("AWS_CONFIG_FILE", config.toString(), "AWS_PROFILE", "mine")))
        .containsExactly(
            "cannot read s3://some-bucket/a: the server answers 404 NoSuchBucket (The specified bucket does not exist); make the bucket 'some-bucket' at http://localhost:%s, or check its name and AWS_ENDPOINT_URL"
                .formatted(server.port));
  }

  private List<String> look(Map<String, String> environment) throws Exception {
    return ChildJvm.start(scratch, ChildJvm.command(S3Look.class, "some-bucket", "a"), environment)
        .await();
  }
}
