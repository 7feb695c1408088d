package org.tarnlake.store.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.remote.FaultProxy.Fate;
import org.tarnlake.store.remote.FaultProxy.Fate.Answered;

/**
 * What becomes of a conditional put, and of reads, when requests or answers are lost, late or
 * refused. The module of each vendor extends this.
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class RemotePutFaultContractTest {
  protected static final byte[] CONTENT = "content".getBytes(UTF_8);

  private final RemoteServer server;
  protected final RemoteProtocol protocol;
  protected final ProxiedBucket bucket;
  protected BucketStore store;

  protected RemotePutFaultContractTest(RemoteServer server) throws IOException {
    this.server = server;
    this.protocol = server.protocol();
    this.bucket = new ProxiedBucket(server);
  }

  @BeforeEach
  void openAFolder() throws IOException {
    store = bucket.openFolder();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @AfterAll
  void closeProxy() throws IOException {
    bucket.close();
  }

  @Test
  void undisturbedPutIsOneRequest() throws Exception {
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
    assertThat(store.putIfAbsent("a", CONTENT)).isFalse();

    assertThat(bucket.proxy().takeSeen()).containsExactly(create(), create());
  }

  @Test
  void winnerWhoseAnswerIsLostHearsThatItWon() throws Exception {
    writes(new Fate.CutAfter());
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();

    // One try each: a retry of the vendor's library or of the JVM would have been told "taken".
    assertThat(bucket.proxy().takeSeen()).containsExactly(create(), create(), look());
  }

  @ParameterizedTest
  @MethodSource("openAnswers")
  void winnerWhoIsToldOfATroubleAfterwardsHearsThatItWon(Answered answer) throws Exception {
    Fate after = new Fate.AnsweredAfter(answer.status(), answer.code());
    writes(after, after);
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
    assertThat(store.get("a")).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @MethodSource("openAnswers")
  void whatWasNotDoneIsDoneAgain(Answered answer) throws Exception {
    writes(answer, new Fate.CutBefore(), answer);
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
    assertThat(store.get("a")).isEqualTo(CONTENT);
  }

  List<Answered> openAnswers() {
    return protocol.open();
  }

  @ParameterizedTest
  @MethodSource("takenAnswers")
  void takenNameIsTold(Answered answer) throws Exception {
    writes(answer);
    assertThat(store.putIfAbsent("a", CONTENT)).isFalse();
    assertThat(bucket.proxy().takeSeen()).containsExactly(create());
  }

  List<Answered> takenAnswers() {
    return protocol.taken();
  }

  /** The same bytes by another writer: only the token tells whose object it is. */
  @Test
  void writerOfTheSameBytesWhoseRequestIsLostHearsThatTheNameIsTaken() throws Exception {
    lostBehind(other -> assertThat(other.putIfAbsent("a", CONTENT)).isTrue());
    assertThat(store.putIfAbsent("a", CONTENT)).isFalse();
  }

  /** Where the server drops the token, the bytes tell: other ones are another's. */
  @Test
  void objectWithoutATokenIsToldByItsBytes() throws Exception {
    lostBehind(other -> other.put("a", "another".getBytes(UTF_8)));
    assertThat(store.putIfAbsent("a", CONTENT)).isFalse();
    lostBehind(other -> other.put("b", CONTENT));
    assertThat(store.putIfAbsent("b", CONTENT)).isTrue();
  }

  @Test
  void requestThatComesLateIsStillOurs() throws Exception {
    writes(new Fate.Late(100), new Fate.Late(50), new Fate.CutBefore());
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
    assertThat(store.get("a")).isEqualTo(CONTENT);
  }

  @Test
  void refusalWritesNothingAndSaysWhatToDo() {
    Answered refusal = protocol.refusal();
    writes(refusal);
    assertThatThrownBy(() -> store.putIfAbsent("a", CONTENT))
        .isInstanceOf(NothingWrittenException.class)
        .hasMessage(
            "cannot create %s: the server answers %s %s (as the test says); %s",
            bucket.address("a"),
            refusal.status(),
            refusal.code(),
            protocol.remedy(bucket.bucket(), bucket.folder()));
    assertThat(bucket.proxy().takeSeen()).containsExactly(create());
  }

  /** One look that failed ended the put. */
  @Test
  void lookThatFailsIsTakenAgain() throws Exception {
    AtomicInteger writes = new AtomicInteger();
    AtomicInteger looks = new AtomicInteger();
    bucket
        .proxy()
        .rule(
            request -> {
              if (protocol.isWrite(request)) {
                return writes.incrementAndGet() == 1 ? new Fate.CutAfter() : FaultProxy.PASSES;
              }
              // Such an answer no vendor's library asks again after.
              return looks.incrementAndGet() == 1 ? new Answered(409, "") : FaultProxy.PASSES;
            });
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
    assertThat(bucket.proxy().takeSeen())
        .containsExactly(create(), create(), look(), create(), look());
  }

  @Test
  void refusalBehindAnOpenTryLeavesItOpen() {
    writes(new Fate.CutBefore(), protocol.refusal());
    assertUnknown();
  }

  @Test
  void refusalBehindALostAnswerFindsTheObject() throws Exception {
    writes(new Fate.CutAfter(), protocol.refusal());
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
  }

  @Test
  void serverThatNeverAnswersLeavesItOpen() {
    bucket
        .proxy()
        .rule(request -> protocol.isWrite(request) ? new Fate.CutBefore() : protocol.refusal());
    assertUnknown();
    assertThat(bucket.proxy().takeSeen()).filteredOn(create()::equals).hasSize(10);
  }

  @Test
  void serverThatIsAlwaysBusyLeavesItOpen() {
    bucket.proxy().rule(request -> protocol.isWrite(request) ? protocol.busy() : FaultProxy.PASSES);
    assertUnknown();
    assertThat(bucket.proxy().takeSeen()).filteredOn(create()::equals).hasSize(10);
  }

  @Test
  void serverThatCannotBeReachedWroteNothing() throws Exception {
    FaultProxy gone = server.proxy();
    gone.close();
    try (BucketStore late =
        server.open(gone.port(), bucket.bucket(), bucket.folder(), RemoteServer.withoutWaiting())) {
      assertThatThrownBy(() -> late.putIfAbsent("a", CONTENT))
          .isInstanceOf(NothingWrittenException.class)
          .hasMessageContaining("no answer from http://127.0.0.1:" + gone.port())
          .hasMessageContaining("check that it can be reached");
    }
  }

  @Test
  void interruptNeitherFailsNorShortensAPut() throws Exception {
    Thread writer = Thread.currentThread();
    bucket.fatesBy(
        protocol::isWrite,
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

  /** The look is made again, not the put. */
  @Test
  void interruptOfTheLookWhoseAnObjectIsSendsNoFurtherPut() throws Exception {
    Thread writer = Thread.currentThread();
    Function<HttpMessage, Fate> interrupted =
        request -> {
          writer.interrupt();
          return new Fate.Slow(100);
        };
    AtomicInteger puts = new AtomicInteger();
    bucket.fatesBy(
        request -> puts.addAndGet(protocol.isWrite(request) ? 1 : 0) > 0,
        List.of(
            request -> new Fate.CutAfter(), request -> new Fate.Slow(0), interrupted, interrupted));
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(puts).hasValue(2);
  }

  /** Some libraries take an interrupt for a failure. */
  @Test
  void interruptNeitherFailsNorShortensARead() throws Exception {
    Thread reader = Thread.currentThread();
    for (Reading each : readings()) {
      bucket.fatesBy(
          request -> true,
          List.of(
              request -> {
                reader.interrupt();
                return new Fate.Slow(100);
              }));
      each.run();
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void readsAreTriedAgain() throws Exception {
    for (Reading each : readings()) {
      bucket.proxy().takeSeen();
      bucket.fates(
          request -> true,
          new Fate.CutBefore(),
          new Fate.CutAfter(),
          new Answered(503, ""),
          new Fate.AnsweredAfter(500, ""));
      each.run();
      assertThat(bucket.proxy().takeSeen()).hasSize(5);
    }
  }

  /** Each way to read an object, which is put before. */
  private List<Reading> readings() throws IOException {
    store.putIfAbsent("a", CONTENT);
    return List.of(
        () -> assertThat(store.get("a")).isEqualTo(CONTENT),
        () -> assertThat(store.getRange("a", 2, 3)).isEqualTo("nte".getBytes(UTF_8)),
        () -> assertThat(store.size("a")).isEqualTo(CONTENT.length),
        () -> assertThat(store.list("", "")).hasSize(1));
  }

  private interface Reading {
    void run() throws IOException;
  }

  private interface Doing {
    void to(BucketStore other) throws IOException;
  }

  /** One fate after the other for the writes to come, and then none. */
  private void writes(Fate... fates) {
    bucket.fates(protocol::isWrite, fates);
  }

  /** Another client does something before a write, whose request is then lost. */
  private void lostBehind(Doing doing) {
    Function<HttpMessage, Fate> fate =
        request -> {
          try (BucketStore other = server.open(bucket.bucket(), bucket.folder())) {
            doing.to(other);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return new Fate.CutBefore();
        };
    bucket.fatesBy(protocol::isWrite, List.of(fate));
  }

  private void assertUnknown() {
    assertThatThrownBy(() -> store.putIfAbsent("a", CONTENT))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(NothingWrittenException.class);
  }

  private String create() {
    return protocol.create(bucket.bucket(), bucket.key("a"));
  }

  private String look() {
    return protocol.look(bucket.bucket(), bucket.key("a"));
  }
}
