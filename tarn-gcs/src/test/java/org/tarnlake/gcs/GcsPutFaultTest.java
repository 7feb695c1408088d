package org.tarnlake.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.remote.FaultProxy;
import org.tarnlake.store.remote.FaultProxy.Fate;
import org.tarnlake.store.remote.HttpMessage;

/** What becomes of a conditional put when requests or answers are lost, late or refused. */
@ExtendWith(GcsServer.Extension.class)
@TestInstance(Lifecycle.PER_CLASS)
class GcsPutFaultTest {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);
  private static final String LOST = "fields=size,metadata";

  private final GcsServer server;
  private final String bucket;
  private final FaultProxy proxy;
  private int folders;
  private String folder;
  private GcsStore store;

  GcsPutFaultTest(GcsServer server) throws IOException {
    this.server = server;
    this.bucket = server.newBucket();
    this.proxy = server.proxy();
  }

  @BeforeEach
  void openBehindTheProxy() throws IOException {
    folder = "lake-" + folders++;
    store = GcsServer.open(proxy.port(), bucket, folder, GcsServer.withoutWaiting());
    store.put("probed", CONTENT);
    proxy.takeSeen();
  }

  @AfterEach
  void closeStore() {
    proxy.rule(request -> FaultProxy.PASSES);
    store.close();
  }

  @AfterAll
  void closeProxy() throws IOException {
    proxy.close();
  }

  @Test
  void undisturbedPutIsOneRequest() throws Exception {
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
    assertThat(store.putIfAbsent("a", CONTENT)).isFalse();

    assertThat(proxy.takeSeen()).containsExactly(put(), put());
  }

  /** Neither the vendor's library nor the JVM repeats it: they would have been told "taken". */
  @Test
  void winnerWhoseAnswerIsLostHearsThatItWon() throws Exception {
    puts(new Fate.CutAfter());
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();

    assertThat(proxy.takeSeen()).containsExactly(put(), put(), head("a"));
  }

  @ParameterizedTest
  @CsvSource({
    "500, backendError",
    "503, backendError",
    "429, rateLimitExceeded",
    "403, rateLimitExceeded",
    "409, conflict",
    "408, requestTimeout",
    "502, ''",
    "412, somethingElse"
  })
  void winnerWhoIsToldOfATroubleAfterwardsHearsThatItWon(int status, String reason)
      throws Exception {
    puts(new Fate.AnsweredAfter(status, reason), new Fate.AnsweredAfter(status, reason));
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
    assertThat(store.get("a")).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @CsvSource({"500, backendError", "503, backendError", "429, rateLimitExceeded"})
  void whatWasNotDoneIsDoneAgain(int status, String reason) throws Exception {
    puts(
        new Fate.Answered(status, reason), new Fate.CutBefore(), new Fate.Answered(status, reason));
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
    assertThat(store.get("a")).isEqualTo(CONTENT);
  }

  @Test
  void takenNameIsTold() throws Exception {
    puts(new Fate.Answered(412, "conditionNotMet"));
    assertThat(store.putIfAbsent("a", CONTENT)).isFalse();
    assertThat(proxy.takeSeen()).containsExactly(put());
  }

  /** The same bytes by another writer: only the token tells whose object it is. */
  @Test
  void writerOfTheSameBytesWhoseRequestIsLostHearsThatTheNameIsTaken() throws Exception {
    putsBy(
        List.of(
            request -> {
              createByAnother("a", CONTENT);
              return new Fate.CutBefore();
            }));
    assertThat(store.putIfAbsent("a", CONTENT)).isFalse();
  }

  @Test
  void requestThatComesLateIsStillOurs() throws Exception {
    puts(new Fate.Late(100), new Fate.Late(50), new Fate.CutBefore());
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
    assertThat(store.get("a")).isEqualTo(CONTENT);
  }

  @Test
  void refusalWritesNothingAndSaysWhatToDo() {
    puts(new Fate.Answered(403, "forbidden"));
    assertThatThrownBy(() -> store.putIfAbsent("a", CONTENT))
        .isInstanceOf(NothingWrittenException.class)
        .hasMessage(
            "cannot create gs://%s/%s/a: the server answers 403 forbidden (as the test says); let this identity be Storage Object User of the bucket '%s' (to read, Storage Object Viewer)",
            bucket, folder, bucket);
    assertThat(proxy.takeSeen()).containsExactly(put());
  }

  @Test
  void lookThatFailsIsTakenAgain() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    Iterator<Fate> puts = List.<Fate>of(new Fate.CutAfter()).iterator();
    proxy.rule(
        request -> {
          if (request.path().contains(LOST)) {
            return looks.incrementAndGet() == 1
                ? new Fate.Answered(409, "conflict")
                : FaultProxy.PASSES;
          }
          return puts.hasNext() ? puts.next() : FaultProxy.PASSES;
        });
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
    assertThat(proxy.takeSeen()).filteredOn(put()::equals).hasSize(3);
  }

  @Test
  void refusalBehindAnOpenTryLeavesItOpen() {
    puts(new Fate.CutBefore(), new Fate.Answered(401, "authError"));
    assertUnknown("a");
  }

  @Test
  void refusalBehindALostAnswerFindsTheObject() throws Exception {
    puts(new Fate.CutAfter(), new Fate.Answered(401, "authError"));
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
  }

  /** As where one name is written more often than once a second. */
  @Test
  void serverThatIsAlwaysBusyLeavesItOpen() {
    proxy.rule(
        request ->
            isPut(request) ? new Fate.Answered(429, "rateLimitExceeded") : FaultProxy.PASSES);
    assertUnknown("a");
    assertThat(proxy.takeSeen()).filteredOn(put()::equals).hasSize(10);
  }

  @Test
  void serverThatCannotBeReachedWroteNothing() throws Exception {
    FaultProxy gone = server.proxy();
    gone.close();
    try (GcsStore late = GcsServer.open(gone.port(), bucket, folder, GcsServer.withoutWaiting())) {
      assertThatThrownBy(() -> late.putIfAbsent("a", CONTENT))
          .isInstanceOf(NothingWrittenException.class)
          .hasMessageContaining("no answer from http://127.0.0.1:" + gone.port())
          .hasMessageContaining("check that it can be reached");
    }
  }

  @Test
  void interruptNeitherFailsNorShortensACall() throws Exception {
    Thread caller = Thread.currentThread();
    proxy.rule(
        request -> {
          caller.interrupt();
          return new Fate.Slow(50);
        });
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.get("a")).isEqualTo(CONTENT);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.list("", "")).hasSize(2);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void readsAreTriedAgain() throws Exception {
    store.putIfAbsent("a", CONTENT);
    for (int i = 0; i < 3; i++) {
      Iterator<Fate> fates =
          List.<Fate>of(
                  new Fate.CutBefore(),
                  new Fate.CutAfter(),
                  new Fate.Answered(503, "backendError"),
                  new Fate.AnsweredAfter(500, "backendError"))
              .iterator();
      proxy.rule(request -> fates.hasNext() ? fates.next() : FaultProxy.PASSES);
      if (i == 0) {
        assertThat(store.get("a")).isEqualTo(CONTENT);
      } else if (i == 1) {
        assertThat(store.size("a")).isEqualTo(CONTENT.length);
      } else {
        assertThat(store.list("", "")).hasSize(2);
      }
      assertThat(fates).isExhausted();
    }
  }

  /** One fate after the other for the puts to come, and then none. */
  private void puts(Fate... fates) {
    putsBy(List.of(fates).stream().map(each -> (Function<HttpMessage, Fate>) r -> each).toList());
  }

  private void putsBy(List<Function<HttpMessage, Fate>> fates) {
    Iterator<Function<HttpMessage, Fate>> left = fates.iterator();
    proxy.rule(
        request ->
            isPut(request) && left.hasNext() ? left.next().apply(request) : FaultProxy.PASSES);
  }

  private static boolean isPut(HttpMessage request) {
    return request.method().equals("POST");
  }

  private void createByAnother(String name, byte[] content) {
    try (GcsStore other = server.open(bucket, folder)) {
      assertThat(other.putIfAbsent(name, content)).isTrue();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void assertUnknown(String name) {
    assertThatThrownBy(() -> store.putIfAbsent(name, CONTENT))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(NothingWrittenException.class);
  }

  private String put() {
    return "POST /upload/storage/v1/b/%s/o?uploadType=multipart&fields=generation&ifGenerationMatch=0"
        .formatted(bucket);
  }

  private String head(String name) {
    return "GET /storage/v1/b/%s/o/%s%%2F%s?fields=size,metadata".formatted(bucket, folder, name);
  }
}
