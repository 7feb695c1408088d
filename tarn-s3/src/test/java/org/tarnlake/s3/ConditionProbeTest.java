package org.tarnlake.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.Upload;
import org.tarnlake.store.remote.FaultProxy;
import org.tarnlake.store.remote.FaultProxy.Fate;
import org.tarnlake.store.remote.HttpMessage;

/**
 * Servers on which no lake may be written, made of a real one by a proxy that drops the condition.
 */
class ConditionProbeTest {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  /** Of signed requests the proxy could not drop a header. */
  private static S3Server server;

  @BeforeAll
  static void start() {
    server = S3Server.startUnsigned();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void serverThatIgnoresTheConditionIsRefusedAndNothingIsWritten() throws Exception {
    String bucket = server.newBucket();
    try (FaultProxy proxy = new FaultProxy(server.port);
        S3Store store = open(proxy, bucket)) {
      proxy.rule(request -> new Fate.Unconditional());

      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> store.putIfAbsent("a", CONTENT))
            .isInstanceOf(NothingWrittenException.class)
            .hasMessageContaining(
                "nothing was written to s3://%s/lake: http://127.0.0.1:%s does not honour 'If-None-Match: *'"
                    .formatted(bucket, proxy.port()))
            .hasMessageContaining("for Google Cloud Storage use tarn-gcs");
      }
      assertThatThrownBy(() -> store.put("hint", CONTENT)).isInstanceOf(IOException.class);
      try (Upload upload = store.upload("b")) {
        upload.write(CONTENT);
        assertThatThrownBy(upload::commit).isInstanceOf(NothingWrittenException.class);
      }
    }
    assertThat(keys(bucket)).isEmpty();
  }

  /** As S3Mock does: a second put is refused, and of simultaneous ones several succeed. */
  @Test
  void serverThatLooksFirstAndThenWritesIsRefused() throws Exception {
    int rounds = Integer.getInteger("tarn.rounds", 5);
    int passed = 0;
    for (int i = 0; i < rounds; i++) {
      String bucket = server.newBucket();
      try (FaultProxy proxy = new FaultProxy(server.port);
          S3Store store = open(proxy, bucket)) {
        proxy.rule(request -> new Fate.LookedForFirst());
        store.putIfAbsent("a", CONTENT);
        passed++;
      } catch (NothingWrittenException refused) {
        assertThat(refused).hasMessageContaining("creations of one name succeeded");
      }
    }
    assertThat(passed).isZero();
  }

  @Test
  void goodServerIsAskedOnce() throws Exception {
    String bucket = server.newBucket();
    try (FaultProxy proxy = new FaultProxy(server.port)) {
      try (S3Store store = open(proxy, bucket)) {
        assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
      }
      // Six rounds of eight, one that comes later, and six deletions.
      assertThat(proxy.takeSeen()).hasSize(6 * 8 + 1 + 6 + 1);
      try (S3Store store = open(proxy, bucket)) {
        assertThat(store.putIfAbsent("b", CONTENT)).isTrue();
      }
      assertThat(proxy.takeSeen()).hasSize(1);
    }
    assertThat(keys(bucket)).containsExactly("lake/a", "lake/b");
  }

  @Test
  void serverInTroubleIsAskedAgain() throws Exception {
    String bucket = server.newBucket();
    try (FaultProxy proxy = new FaultProxy(server.port);
        S3Store store = open(proxy, bucket)) {
      proxy.rule(
          request ->
              request.method().equals("PUT")
                  ? new Fate.Answered(503, "SlowDown")
                  : FaultProxy.PASSES);
      assertThatThrownBy(() -> store.putIfAbsent("a", CONTENT))
          .isInstanceOf(NothingWrittenException.class)
          .hasMessageContaining("it asks to slow down");
      proxy.rule(request -> FaultProxy.PASSES);
      assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
    }
  }

  @Test
  void bucketWithoutTheRightToWriteIsToldSo() throws Exception {
    String bucket = server.newBucket();
    try (FaultProxy proxy = new FaultProxy(server.port);
        S3Store store = open(proxy, bucket)) {
      proxy.rule(
          request ->
              request.method().equals("PUT")
                  ? new Fate.Answered(403, "AccessDenied")
                  : FaultProxy.PASSES);
      assertThatThrownBy(() -> store.putIfAbsent("a", CONTENT))
          .isInstanceOf(NothingWrittenException.class)
          .hasMessageStartingWith("cannot write to s3://%s/lake/: ".formatted(bucket))
          .hasMessageContaining("s3:PutObject");
      assertThat(proxy.takeSeen()).filteredOn(seen -> seen.startsWith("PUT")).hasSize(8);
    }
  }

  /** As servers do that learnt the condition for puts first. */
  @Test
  void largeUploadIsOnePutWhereOnlyPutsAreConditional() throws Exception {
    String bucket = server.newBucket();
    byte[] content = new byte[2 * S3Server.SMALLEST_PART_BYTES];
    new Random(3).nextBytes(content);
    try (FaultProxy proxy = new FaultProxy(server.port);
        S3Store store = open(proxy, bucket)) {
      proxy.rule(
          request ->
              request.method().equals("POST") ? new Fate.Unconditional() : FaultProxy.PASSES);
      assertThat(upload(store, "a", content)).isTrue();
      assertThat(store.get("a")).isEqualTo(content);
      proxy.takeSeen();
      proxy.rule(firstPut(new Fate.CutAfter()));
      assertThat(upload(store, "b", content)).isTrue();
      assertThat(proxy.takeSeen()).allMatch(seen -> seen.endsWith("/%s/lake/b".formatted(bucket)));
      assertThat(upload(store, "b", content)).isFalse();
    }
    assertThat(keys(bucket)).containsExactly("lake/a", "lake/b");
  }

  private static Function<HttpMessage, Fate> firstPut(Fate fate) {
    AtomicBoolean first = new AtomicBoolean(true);
    return request ->
        request.method().equals("PUT") && first.getAndSet(false) ? fate : FaultProxy.PASSES;
  }

  private static boolean upload(S3Store store, String name, byte[] content) throws IOException {
    try (Upload upload = store.upload(name)) {
      upload.write(content);
      return upload.commit();
    }
  }

  private static S3Store open(FaultProxy proxy, String bucket) {
    return S3Server.open(proxy.port(), bucket, "lake", S3Server.withoutWaiting());
  }

  private static List<String> keys(String bucket) {
    try (S3Clients clients =
        S3Clients.of(S3Settings.of(Map.of()), bucket, S3Server.at(server.port))) {
      return clients.reading.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
          .map(object -> object.key())
          .toList();
    }
  }
}
