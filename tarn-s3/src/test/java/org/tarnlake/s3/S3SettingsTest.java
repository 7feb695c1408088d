package org.tarnlake.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.env.Environment;
import org.tarnlake.store.ChildJvm;
import org.tarnlake.store.Upload;
import org.tarnlake.store.remote.BucketStore;
import org.tarnlake.store.remote.FaultProxy;
import org.tarnlake.store.remote.HttpMessage;

/** What users set, as it gets to the server. */
@ExtendWith(S3Server.Extension.class)
class S3SettingsTest {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  @TempDir Path scratch;
  private final S3Server server;

  S3SettingsTest(S3Server server) {
    this.server = server;
  }

  @Test
  void encryptionGoesWithEveryNewObject() throws Exception {
    List<HttpMessage> requests =
        requests(
            Map.of(
                "AWS_SERVER_SIDE_ENCRYPTION", "aws:kms",
                "AWS_SSE_KMS_KEY_ID", "my-key",
                "AWS_SSE_BUCKET_KEY_ENABLED", "true"));
    assertThat(requests)
        .filteredOn(
            request ->
                request.method().equals("PUT") && !request.path().contains("?")
                    || request.path().endsWith("?uploads"))
        .hasSizeGreaterThan(3)
        .allSatisfy(
            request -> {
              assertThat(request.header("x-amz-server-side-encryption")).isEqualTo("aws:kms");
              assertThat(request.header("x-amz-server-side-encryption-aws-kms-key-id"))
                  .isEqualTo("my-key");
              assertThat(request.header("x-amz-server-side-encryption-bucket-key-enabled"))
                  .isEqualTo("true");
            });
  }

  @Test
  void requesterPaysForEveryRequest() throws Exception {
    assertThat(requests(Map.of("AWS_REQUEST_PAYER", "requester")))
        .hasSizeGreaterThan(10)
        .allSatisfy(
            request -> assertThat(request.header("x-amz-request-payer")).isEqualTo("requester"));
    assertThat(requests(Map.of()))
        .allSatisfy(request -> assertThat(request.header("x-amz-request-payer")).isEmpty());
  }

  @Test
  void smallPutDoesNotWaitForPermission() throws Exception {
    assertThat(requests(Map.of()))
        .filteredOn(request -> request.body().length < 1000)
        .allSatisfy(request -> assertThat(request.header("expect")).isEmpty());
  }

  /** All kinds of requests, as the server gets them. */
  private List<HttpMessage> requests(Map<String, String> environment) throws IOException {
    String bucket = server.newBucket();
    List<HttpMessage> requests = new CopyOnWriteArrayList<>();
    try (FaultProxy proxy = new FaultProxy(server.port());
        S3Store store =
            S3Store.open(
                bucket,
                "",
                S3Settings.of(environment),
                Environment.system(),
                S3Server.PIECE_BYTES,
                S3Server.at(proxy.port()))) {
      proxy.rule(
          request -> {
            requests.add(request);
            return FaultProxy.PASSES;
          });
      assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
      store.put("b", CONTENT);
      assertThat(store.get("a")).isEqualTo(CONTENT);
      assertThat(store.getRange("a", 0, 2)).hasSize(2);
      assertThat(store.size("a")).isEqualTo(CONTENT.length);
      assertThat(store.list("", "")).hasSize(2);
      try (Upload upload = store.upload("c")) {
        upload.write(new byte[S3Server.PIECE_BYTES + 1]);
        assertThat(upload.commit()).isTrue();
      }
      store.delete("a");
    }
    return requests;
  }

  @ParameterizedTest
  @CsvSource({
    "http://minio.test:9000, '', http://minio.test:9000, /my-bucket/k",
    "http://minio.test:9000/s3/, '', http://minio.test:9000/s3, /my-bucket/k",
    "http://minio.test:9000/my-bucket, '', http://minio.test:9000/my-bucket, /my-bucket/k",
    "http://minio.test:9000, true, http://my-bucket.minio.test:9000, /k",
    "https://s3.eu-central-1.amazonaws.com, '', https://my-bucket.s3.eu-central-1.amazonaws.com, /k",
    "https://s3.eu-central-1.amazonaws.com, false, https://s3.eu-central-1.amazonaws.com, /my-bucket/k"
  })
  void bucketIsPartOfThePathOrOfTheHost(
      String endpoint, String virtualHosted, String place, String object) {
    S3Settings settings = S3Settings.of(Map.of("AWS_VIRTUAL_HOSTED_STYLE_REQUEST", virtualHosted));
    System.setProperty("aws.region", "eu-central-1");
    try (S3Clients clients =
        S3Clients.of(
            settings, "my-bucket", client -> client.endpointOverride(URI.create(endpoint)))) {
      for (var each : List.of(clients.reading, clients.writing)) {
        assertThat(each.utilities().getUrl(k -> k.bucket("my-bucket").key("k")))
            .hasToString(place + object);
      }
      assertThat(clients.endpoint).isEqualTo(place);
    } finally {
      System.clearProperty("aws.region");
    }
  }

  @Test
  void whatCannotBeUnderstoodIsRefused() {
    assertThatThrownBy(() -> S3Settings.of(Map.of("AWS_REQUEST_PAYER", "perhaps")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("AWS_REQUEST_PAYER is 'perhaps'; set true or false");
    assertThatThrownBy(() -> S3Settings.of(Map.of("AWS_SERVER_SIDE_ENCRYPTION", "sse-c")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a lake keeps no keys");
    for (String address : List.of("s3://k:s@b/l", "s3://s@b", "s3a://k:s/s@b/l", "s3://b/l?x=1")) {
      assertThatThrownBy(() -> new S3Provider().open(address))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("write s3://BUCKET/FOLDER alone; ");
    }
    for (String tries : List.of("zero", "0", "-1", "1.5", "", " 3")) {
      assertThatThrownBy(() -> S3Settings.of(Map.of("AWS_MAX_ATTEMPTS", tries)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("AWS_MAX_ATTEMPTS is '%s'; set a whole number from 1 on", tries);
    }
    for (String bucket : new String[] {null, "", "a/b"}) {
      assertThatThrownBy(() -> S3Store.open(bucket, ""))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is not allowed: pass the name of a bucket");
    }
    assertThatThrownBy(() -> S3Store.open("b", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prefix is null");
    assertThatThrownBy(() -> S3Store.open("b", "a//b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AWS_ENDPOINT_URL_S3|localhost:9000|AWS_ENDPOINT_URL_S3 is 'localhost:9000'; write http://localhost:9000",
        "AWS_ENDPOINT_URL|127.0.0.1:9000/|AWS_ENDPOINT_URL is '127.0.0.1:9000/'; write http://127.0.0.1:9000/",
        "AWS_ENDPOINT_URL|s3.example.org|AWS_ENDPOINT_URL is 's3.example.org'; write https://s3.example.org",
        "aws.endpointUrlS3|ftp://host|aws.endpointUrlS3 is 'ftp://host'; write a URL of http or https",
        "AWS_ENDPOINT_URL_S3|http://my_host:9000|AWS_ENDPOINT_URL_S3 is 'http://my_host:9000'; write a URL",
        "AWS_ENDPOINT_URL_S3|http://me:secret@host|AWS_ENDPOINT_URL_S3 is '...@host'; write a URL",
        "AWS_ENDPOINT_URL_S3|http://host?x=y|AWS_ENDPOINT_URL_S3 is 'http://host?x=y'; write a URL"
      })
  void endpointMustBeAUrl(String name, String value, String said) {
    assertThatThrownBy(() -> S3Settings.of(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(said);
  }

  @Test
  void firstEndpointThatIsNotBlankCounts() {
    assertThat(
            S3Settings.of(
                    Map.of(
                        "AWS_ENDPOINT_URL_S3", " ",
                        "AWS_ENDPOINT_URL", "http://localhost:9000 ",
                        "aws.endpointUrl", ""))
                .endpoint())
        .isEqualTo(new S3Endpoint("AWS_ENDPOINT_URL", URI.create("http://localhost:9000")));
    assertThat(S3Settings.of(Map.of()).endpoint()).isNull();
  }

  /** The vendor's library fails at a blank variable, which its command line takes for none. */
  @ParameterizedTest
  @ValueSource(strings = {"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"})
  void blankEndpointIsNone(String name) throws Exception {
    assertThat(opened(Map.of(name, "", "AWS_REGION", "eu-central-1")))
        .containsExactly("https://my-bucket.s3.eu-central-1.amazonaws.com s3://my-bucket/lake");
  }

  @Test
  void endpointOfTheProfileMustBeAUrl() throws Exception {
    Path config = scratch.resolve("config");
    Map<String, String> environment =
        Map.of("AWS_CONFIG_FILE", config.toString(), "AWS_PROFILE", "mine");
    Files.writeString(config, "[profile mine]\nendpoint_url = localhost:9000\n");
    String said =
        "endpoint_url of the profile 'mine' is 'localhost:9000'; write http://localhost:9000";
    assertThat(opened(environment)).containsExactly("cannot open s3://my-bucket/lake: " + said);
    Files.writeString(
        config,
        "[profile mine]\nservices = here\n[services here]\ns3 =\n  endpoint_url = localhost:9000\n");
    assertThat(opened(environment)).containsExactly("cannot open s3://my-bucket/lake: " + said);
    Files.writeString(
        config,
        "[profile mine]\nignore_configured_endpoint_urls = true\nendpoint_url = localhost:9000\nregion = eu-west-1\n");
    assertThat(opened(environment))
        .containsExactly("https://my-bucket.s3.eu-west-1.amazonaws.com s3://my-bucket/lake");
  }

  @Test
  void regionMustBeOne() throws Exception {
    assertThat(opened(Map.of("AWS_REGION", "eu west")))
        .containsExactly(
            "cannot open s3://my-bucket/lake: the region is 'eu west'; set AWS_REGION, or region in the profile, to one such as eu-central-1");
  }

  /** What the library finds wrong by itself is told, too. */
  @Test
  void failureOfTheLibraryIsTold() throws Exception {
    assertThat(opened(Map.of("AWS_REGION", "eu-west-1", "AWS_USE_FIPS_ENDPOINT", "perhaps")))
        .containsExactly(
            "cannot open s3://my-bucket/lake: Environment variable 'AWS_USE_FIPS_ENDPOINT' or system property 'aws.useFipsEndpoint' was defined as 'perhaps', but should be 'false' or 'true' (IllegalStateException); check its settings in the environment and in files");
  }

  /** What a process is told that opens a store by its environment. */
  private List<String> opened(Map<String, String> environment) throws Exception {
    return ChildJvm.start(
            scratch, ChildJvm.command(S3Opening.class, "s3://my-bucket/lake"), environment)
        .await();
  }

  @Test
  void nullIsRefusedByTheNameOfTheArgument() {
    try (BucketStore store = server.open("some-bucket", "")) {
      for (ThrowingCallable each :
          List.<ThrowingCallable>of(
              () -> store.putIfAbsent("a", null),
              () -> store.put("a", null),
              () -> store.list("", null),
              () -> store.copy(null, "a", "b"),
              () -> store.get(null))) {
        assertThatThrownBy(each)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(" is null; pass ");
      }
    }
  }

  @Test
  void bundleOfCertificatesMustBeOne() throws Exception {
    Path empty = Files.createFile(scratch.resolve("empty.pem"));
    for (Path each : List.of(empty, scratch.resolve("none.pem"))) {
      S3Settings settings = S3Settings.of(Map.of("AWS_CA_BUNDLE", each.toString()));
      URI secure = URI.create("https://127.0.0.1:1");
      assertThatThrownBy(
              () -> S3Clients.of(settings, "b", client -> client.endpointOverride(secure)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("AWS_CA_BUNDLE names " + each)
          .hasMessageContaining("name a PEM file");
    }
  }

  /** The host of the endpoint is known to the proxy only. */
  @Test
  void proxyOfTheEnvironmentIsUsed() throws Exception {
    try (FaultProxy proxy = new FaultProxy(server.port())) {
      Map<String, String> environment =
          Map.of(
              "AWS_ENDPOINT_URL_S3",
              "http://s3.test.invalid",
              "AWS_SKIP_SIGNATURE",
              "true",
              "HTTP_PROXY",
              "http://127.0.0.1:" + proxy.port(),
              "http_proxy",
              "http://127.0.0.1:" + proxy.port());
      List<String> lines =
          ChildJvm.start(scratch, ChildJvm.command(S3Look.class, "some-bucket", "a"), environment)
              .await();
      assertThat(proxy.takeSeen()).isNotEmpty().allMatch(seen -> seen.contains("s3.test.invalid"));
      assertThat(lines).hasSize(1);
    }
  }
}
