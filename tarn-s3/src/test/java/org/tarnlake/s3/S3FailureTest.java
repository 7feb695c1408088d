package org.tarnlake.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.tarnlake.store.remote.RemoteFailureContractTest;
import org.tarnlake.store.remote.RemoteServer;

/** What a user of S3 reads who set something wrong. */
@ExtendWith(S3Server.Extension.class)
class S3FailureTest extends RemoteFailureContractTest {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  @TempDir Path scratch;
  private final S3Server server;

  S3FailureTest(S3Server server) throws IOException {
    super(server);
    this.server = server;
  }

  @Override
  protected String withoutBucket(String missing) {
    return "the server answers 404 NoSuchBucket (The specified bucket does not exist); make the bucket '%s' at http://127.0.0.1:%s, or check its name and AWS_ENDPOINT_URL_S3"
        .formatted(missing, server.port());
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of(
        new Refusal(403, "AccessDenied", "s3:ListBucket"),
        new Refusal(400, "ExpiredToken", "aws sso login"),
        new Refusal(403, "SignatureDoesNotMatch", "AWS_SECRET_ACCESS_KEY"),
        new Refusal(301, "PermanentRedirect", "set AWS_REGION"),
        new Refusal(400, "AuthorizationHeaderMalformed", "set AWS_REGION"),
        new Refusal(501, "NotImplemented", "If-None-Match"),
        new Refusal(418, "Teapot", "check the bucket and the server"));
  }

  @Override
  protected List<String> secrets() {
    return List.of(S3Server.SECRET, S3Server.IDENTITY);
  }

  /** The vendor's library reads again and again with the server's time: so this is of a put. */
  @Test
  void wrongClockIsTold() throws Exception {
    String bucket = server.newBucket();
    try (FaultProxy proxy = server.proxy();
        S3Store store = server.open(proxy.port(), bucket, "", RemoteServer.withoutWaiting())) {
      store.put("probed", CONTENT);
      proxy.rule(request -> new Fate.Answered(403, "RequestTimeTooSkewed"));
      assertThatThrownBy(() -> store.putIfAbsent("a", CONTENT))
          .isInstanceOf(NothingWrittenException.class)
          .hasMessageStartingWith(
              "cannot create s3://%s/a: the server answers 403 RequestTimeTooSkewed", bucket)
          .hasMessageEndingWith("; set this machine's clock");
    }
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
            S3Server.PIECE_BYTES,
            S3Server.at(server.port(), "another secret"))) {
      assertThatThrownBy(() -> store.get("a"))
          .isNotInstanceOf(NoSuchFileException.class)
          .hasMessageContaining("SignatureDoesNotMatch")
          .hasMessageContaining("check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY");
    }
  }

  /** What a process is told of an object, without files in the user's folder. */
  private List<String> lookWithoutFiles(Map<String, String> more) throws Exception {
    Map<String, String> environment = new TreeMap<>(server.variables());
    environment.putAll(more);
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("AWS_CONFIG_FILE", scratch.resolve("none").toString());
    environment.put("AWS_SHARED_CREDENTIALS_FILE", scratch.resolve("none").toString());
    return look(environment);
  }

  /** By the environment alone, as users have it. */
  @Test
  void processWithoutCredentialsIsTold() throws Exception {
    assertThat(lookWithoutFiles(Map.of("AWS_ACCESS_KEY_ID", "", "AWS_SECRET_ACCESS_KEY", "")))
        .containsExactly(
            "cannot read s3://%s/a: no credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run 'aws sso login', or set AWS_SKIP_SIGNATURE=true for a bucket that is public"
                .formatted("some-bucket"));
  }

  @Test
  void halfAKeyIsTold() throws Exception {
    Map<String, String> id =
        Map.of("AWS_ACCESS_KEY_ID", S3Server.IDENTITY, "AWS_SECRET_ACCESS_KEY", "");
    assertThat(lookWithoutFiles(id))
        .containsExactly(
            "cannot read s3://some-bucket/a: AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is missing; set both");
    Map<String, String> secret =
        Map.of("AWS_ACCESS_KEY_ID", "", "AWS_SECRET_ACCESS_KEY", S3Server.SECRET);
    assertThat(lookWithoutFiles(secret))
        .containsExactly(
            "cannot read s3://some-bucket/a: AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is missing; set both");
  }

  @Test
  void missingProfileIsTold() throws Exception {
    Path none = scratch.resolve("none");
    assertThat(
            lookWithoutFiles(
                Map.of(
                    "AWS_ACCESS_KEY_ID", "",
                    "AWS_SECRET_ACCESS_KEY", "",
                    "AWS_PROFILE", "nope")))
        .containsExactly(
            "cannot read s3://some-bucket/a: there is no profile 'nope' in %s or %s; write it there, or set AWS_PROFILE to one that is there"
                .formatted(none, none));
  }

  /** As it is known, a server without encryption got the remedy for one without conditions. */
  @ParameterizedTest
  @CsvSource({"501, NotImplemented", "501, ''", "400, InvalidArgument"})
  void encryptionThatTheServerDoesNotKnowIsTold(int status, String code) throws Exception {
    try (FaultProxy proxy = server.proxy();
        S3Store store =
            S3Store.open(
                server.newBucket(),
                "",
                S3Settings.of(Map.of("AWS_SERVER_SIDE_ENCRYPTION", "foo")),
                RemoteServer.withoutWaiting(),
                S3Server.PIECE_BYTES,
                S3Server.at(proxy.port()))) {
      proxy.rule(request -> new Fate.Answered(status, code));
      assertThatThrownBy(() -> store.put("a", CONTENT))
          .hasMessageEndingWith(
              "; AWS_SERVER_SIDE_ENCRYPTION is 'foo': set what the server knows, with the right AWS_SSE_KMS_KEY_ID if any, or unset both");
    }
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
            .formatted(server.port(), S3Server.IDENTITY, S3Server.SECRET));
    assertThat(look(Map.of("AWS_CONFIG_FILE", config.toString(), "AWS_PROFILE", "mine")))
        .containsExactly(
            "cannot read s3://some-bucket/a: the server answers 404 NoSuchBucket (The specified bucket does not exist); make the bucket 'some-bucket' at http://localhost:%s, or check its name and endpoint_url of the profile 'mine'"
                .formatted(server.port()));
  }

  private List<String> look(Map<String, String> environment) throws Exception {
    return ChildJvm.start(scratch, ChildJvm.command(S3Look.class, "some-bucket", "a"), environment)
        .await();
  }
}
