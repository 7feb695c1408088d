package org.tarnlake.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
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
@ExtendWith(S3Server.Extension.class)
@TestInstance(Lifecycle.PER_CLASS)
class S3PutFaultTest {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  private final S3Server server;
  private final String bucket;
  private final FaultProxy proxy;
  private int folders;
  private String folder;
  private S3Store store;

  S3PutFaultTest(S3Server server) throws IOException {
    this.server = server;
    this.bucket = server.newBucket();
    this.proxy = new FaultProxy(server.port);
  }

  @BeforeEach
  void openBehindTheProxy() throws IOException {
    folder = "lake-" + folders++;
    store = S3Server.open(proxy.port(), bucket, folder, S3Server.withoutWaiting());
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

    assertThat(proxy.takeSeen()).containsExactly(put("a"), put("a"));
  }

  @Test
  void winnerWhoseAnswerIsLostHearsThatItWon() throws Exception {
    puts(new Fate.CutAfter());
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();

    // One try of the vendor's library each: a retry of its own would have been told "taken".
    assertThat(proxy.takeSeen()).containsExactly(put("a"), put("a"), head("a"));
  }

  @ParameterizedTest
  @CsvSource({
    "500, InternalError",
    "503, SlowDown",
    "429, TooManyRequests",
    "409, ConditionalRequestConflict",
    "400, RequestTimeout",
    "502, ''",
    "412, ''"
  })
  void winnerWhoIsToldOfATroubleAfterwardsHearsThatItWon(int status, String code) throws Exception {
    puts(new Fate.AnsweredAfter(status, code), new Fate.AnsweredAfter(status, code));
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
    assertThat(store.get("a")).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @CsvSource({
    "500, InternalError",
    "503, SlowDown",
    "429, TooManyRequests",
    "409, OperationAborted"
  })
  void whatWasNotDoneIsDoneAgain(int status, String code) throws Exception {
    puts(new Fate.Answered(status, code), new Fate.CutBefore(), new Fate.Answered(status, code));
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
    assertThat(store.get("a")).isEqualTo(CONTENT);
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

  /** Where the server drops the token, the bytes tell: other ones are another's. */
  @Test
  void objectWithoutATokenIsToldByItsBytes() throws Exception {
    putsBy(
        List.of(
            request -> {
              createWithoutToken("a", "another".getBytes(UTF_8));
              return new Fate.CutBefore();
            }));
    assertThat(store.putIfAbsent("a", CONTENT)).isFalse();
    putsBy(
        List.of(
            request -> {
              createWithoutToken("b", CONTENT);
              return new Fate.CutBefore();
            }));
    assertThat(store.putIfAbsent("b", CONTENT)).isTrue();
  }

  @Test
  void requestThatComesLateIsStillOurs() throws Exception {
    puts(new Fate.Late(100), new Fate.Late(50), new Fate.CutBefore());
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
    assertThat(store.get("a")).isEqualTo(CONTENT);
  }

  @Test
  void refusalWritesNothingAndSaysWhatToDo() {
    puts(new Fate.Answered(403, "AccessDenied"));
    assertThatThrownBy(() -> store.putIfAbsent("a", CONTENT))
        .isInstanceOf(NothingWrittenException.class)
        .hasMessage(
            "cannot create s3://%s/%s/a: the server answers 403 AccessDenied (as the test says); let these credentials do s3:GetObject, s3:PutObject and s3:DeleteObject in s3://%s/%s/*, and s3:ListBucket in '%s' (without that, an object that is missing is denied, too)",
            bucket, folder, bucket, folder, bucket);
    assertThat(proxy.takeSeen()).containsExactly(put("a"));
  }

  /**
   * The vendor's library stops trying reads again after many failures, and one look that failed
   * ended the put.
   */
  @Test
  void lookThatFailsIsTakenAgain() throws Exception {
    // Such an answer the vendor's library takes as the last word.
    AtomicInteger looks = new AtomicInteger();
    Iterator<Fate> puts = List.<Fate>of(new Fate.CutAfter()).iterator();
    proxy.rule(
        request -> {
          if (request.method().equals("PUT")) {
            return puts.hasNext() ? puts.next() : FaultProxy.PASSES;
          }
          return looks.incrementAndGet() == 1
              ? new Fate.Answered(409, "OperationAborted")
              : FaultProxy.PASSES;
        });
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
    assertThat(proxy.takeSeen()).filteredOn(put("a")::equals).hasSize(3);
  }

  /** The proxy's clock is an hour ahead, then the real server's is right again. */
  @Test
  void clocksMayDiffer() throws Exception {
    List<String> dates = new CopyOnWriteArrayList<>();
    proxy.rule(
        request -> {
          dates.add(request.header("x-amz-date"));
          return dates.size() == 1 ? new Fate.Skewed(Duration.ofHours(1)) : FaultProxy.PASSES;
        });
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
    assertThat(dates).hasSize(3);
    DateTimeFormatter format = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    assertThat(LocalDateTime.parse(dates.get(1), format))
        .isAfter(LocalDateTime.parse(dates.get(0), format).plusMinutes(59));
  }

  @Test
  void refusalBehindAnOpenTryLeavesItOpen() {
    puts(new Fate.CutBefore(), new Fate.Answered(403, "AccessDenied"));
    assertUnknown("a");
  }

  @Test
  void refusalBehindALostAnswerFindsTheObject() throws Exception {
    puts(new Fate.CutAfter(), new Fate.Answered(403, "AccessDenied"));
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
  }

  @Test
  void serverThatNeverAnswersLeavesItOpen() {
    proxy.rule(
        request ->
            request.method().equals("PUT")
                ? new Fate.CutBefore()
                : new Fate.Answered(403, "AccessDenied"));
    assertUnknown("a");
    assertThat(proxy.takeSeen()).filteredOn(put("a")::equals).hasSize(10);
  }

  @Test
  void serverThatIsAlwaysBusyLeavesItOpen() {
    proxy.rule(
        request ->
            request.method().equals("PUT")
                ? new Fate.Answered(503, "SlowDown")
                : FaultProxy.PASSES);
    assertUnknown("a");
    assertThat(proxy.takeSeen()).filteredOn(put("a")::equals).hasSize(10);
  }

  @Test
  void serverThatCannotBeReachedWroteNothing() throws Exception {
    FaultProxy gone = new FaultProxy(server.port);
    gone.close();
    try (S3Store late = S3Server.open(gone.port(), bucket, folder, S3Server.withoutWaiting())) {
      assertThatThrownBy(() -> late.putIfAbsent("a", CONTENT))
          .isInstanceOf(NothingWrittenException.class)
          .hasMessageContaining("no answer from http://127.0.0.1:" + gone.port())
          .hasMessageContaining("check that it can be reached");
    }
  }

  @Test
  void interruptNeitherFailsNorShortensAPut() throws Exception {
    Thread writer = Thread.currentThread();
    putsBy(
        List.of(
            request -> {
              writer.interrupt();
              return new Fate.Slow(100);
            },
            request -> {
              writer.interrupt();
              return new Fate.CutAfter();
            }));
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.get("a")).isEqualTo(CONTENT);
  }

  @Test
  void readsAreTriedAgain() throws Exception {
    store.putIfAbsent("a", CONTENT);
    Iterator<Fate> fates =
        List.<Fate>of(
                new Fate.CutBefore(), new Fate.CutAfter(), new Fate.Answered(500, "InternalError"))
            .iterator();
    proxy.rule(request -> fates.hasNext() ? fates.next() : FaultProxy.PASSES);
    assertThat(store.get("a")).isEqualTo(CONTENT);
    assertThat(fates).isExhausted();
  }

  /** One fate after the other for the puts to come, and then none. */
  private void puts(Fate... fates) {
    Iterator<Fate> left = List.of(fates).iterator();
    proxy.rule(
        request ->
            request.method().equals("PUT") && left.hasNext() ? left.next() : FaultProxy.PASSES);
  }

  private void putsBy(List<Function<HttpMessage, Fate>> fates) {
    Iterator<Function<HttpMessage, Fate>> left = fates.iterator();
    proxy.rule(
        request ->
            request.method().equals("PUT") && left.hasNext()
                ? left.next().apply(request)
                : FaultProxy.PASSES);
  }

  private void createByAnother(String name, byte[] content) {
    try (S3Store other = server.open(bucket, folder)) {
      assertThat(CompletableFuture.supplyAsync(() -> created(other, name, content)).join())
          .isTrue();
    }
  }

  private static boolean created(S3Store store, String name, byte[] content) {
    try {
      return store.putIfAbsent(name, content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void createWithoutToken(String name, byte[] content) {
    try (S3Store other = server.open(bucket, folder)) {
      other.put(name, content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void assertUnknown(String name) {
    assertThatThrownBy(() -> store.putIfAbsent(name, CONTENT))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(NothingWrittenException.class);
  }

  private String put(String name) {
    return "PUT /%s/%s/%s".formatted(bucket, folder, name);
  }

  private String head(String name) {
    return "HEAD /%s/%s/%s".formatted(bucket, folder, name);
  }
}
