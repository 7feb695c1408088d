package org.tarnlake.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
@ExtendWith(AzureServer.Extension.class)
@TestInstance(Lifecycle.PER_CLASS)
class AzurePutFaultTest {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  private final AzureServer server;
  private final String container;
  private final FaultProxy proxy;
  private int folders;
  private String folder;
  private AzureStore store;

  AzurePutFaultTest(AzureServer server) throws IOException {
    this.server = server;
    this.container = server.newContainer();
    this.proxy = new FaultProxy(server.port);
  }

  @BeforeEach
  void openBehindTheProxy() throws IOException {
    folder = "lake-" + folders++;
    store = AzureServer.open(proxy.port(), container, folder, AzureServer.withoutWaiting());
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
    "500, OperationTimedOut",
    "503, ServerBusy",
    "429, TooManyRequests",
    "409, PendingCopyOperation",
    "408, RequestTimeout",
    "502, ''",
    "409, ''",
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
    "503, ServerBusy",
    "429, TooManyRequests",
    "409, AccountBeingCreated"
  })
  void whatWasNotDoneIsDoneAgain(int status, String code) throws Exception {
    puts(new Fate.Answered(status, code), new Fate.CutBefore(), new Fate.Answered(status, code));
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
    assertThat(store.get("a")).isEqualTo(CONTENT);
  }

  /** Azure has two answers for it, and another for a blob that somebody has a lease of. */
  @ParameterizedTest
  @CsvSource({"409, BlobAlreadyExists", "412, ConditionNotMet", "412, LeaseIdMissing"})
  void takenNameIsTold(int status, String code) throws Exception {
    puts(new Fate.Answered(status, code));
    assertThat(store.putIfAbsent("a", CONTENT)).isFalse();
    assertThat(proxy.takeSeen()).containsExactly(put("a"));
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
    puts(new Fate.Answered(403, "AuthorizationPermissionMismatch"));
    assertThatThrownBy(() -> store.putIfAbsent("a", CONTENT))
        .isInstanceOf(NothingWrittenException.class)
        .hasMessage(
            "cannot create az://%s/%s/a: the server answers 403 AuthorizationPermissionMismatch (as the test says); let this identity be Storage Blob Data Contributor of the container '%s' (to read, Storage Blob Data Reader), or give the signature the rights to read, create, write, delete and list",
            container, folder, container);
    assertThat(proxy.takeSeen()).containsExactly(put("a"));
  }

  @Test
  void lookThatFailsIsTakenAgain() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    Iterator<Fate> puts = List.<Fate>of(new Fate.CutAfter()).iterator();
    proxy.rule(
        request -> {
          if (request.method().equals("PUT")) {
            return puts.hasNext() ? puts.next() : FaultProxy.PASSES;
          }
          return looks.incrementAndGet() == 1
              ? new Fate.Answered(409, "PendingCopyOperation")
              : FaultProxy.PASSES;
        });
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
    assertThat(proxy.takeSeen()).filteredOn(put("a")::equals).hasSize(3);
  }

  @Test
  void refusalBehindAnOpenTryLeavesItOpen() {
    puts(new Fate.CutBefore(), new Fate.Answered(403, "AuthenticationFailed"));
    assertUnknown("a");
  }

  @Test
  void refusalBehindALostAnswerFindsTheObject() throws Exception {
    puts(new Fate.CutAfter(), new Fate.Answered(403, "AuthenticationFailed"));
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
  }

  @Test
  void serverThatIsAlwaysBusyLeavesItOpen() {
    proxy.rule(
        request ->
            request.method().equals("PUT")
                ? new Fate.Answered(503, "ServerBusy")
                : FaultProxy.PASSES);
    assertUnknown("a");
    assertThat(proxy.takeSeen()).filteredOn(put("a")::equals).hasSize(10);
  }

  @Test
  void serverThatCannotBeReachedWroteNothing() throws Exception {
    FaultProxy gone = new FaultProxy(server.port);
    gone.close();
    try (AzureStore late =
        AzureServer.open(gone.port(), container, folder, AzureServer.withoutWaiting())) {
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

  /** The vendor's library takes an interrupt for a failure. */
  @Test
  void interruptNeitherFailsNorShortensARead() throws Exception {
    store.putIfAbsent("a", CONTENT);
    Thread reader = Thread.currentThread();
    AtomicInteger requests = new AtomicInteger();
    proxy.rule(
        request -> {
          if (requests.incrementAndGet() % 2 == 1) {
            reader.interrupt();
            return new Fate.Slow(100);
          }
          return FaultProxy.PASSES;
        });
    assertThat(store.get("a")).isEqualTo(CONTENT);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.size("a")).isEqualTo(CONTENT.length);
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
                  new Fate.Answered(503, "ServerBusy"),
                  new Fate.AnsweredAfter(500, "InternalError"))
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
    try (AzureStore other = server.open(container, folder)) {
      assertThat(CompletableFuture.supplyAsync(() -> created(other, name, content)).join())
          .isTrue();
    }
  }

  private static boolean created(AzureStore store, String name, byte[] content) {
    try {
      return store.putIfAbsent(name, content);
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
    return "PUT /%s/%s/%s%%2F%s".formatted(AzureServer.ACCOUNT, container, folder, name);
  }

  private String head(String name) {
    return "HEAD /%s/%s/%s%%2F%s".formatted(AzureServer.ACCOUNT, container, folder, name);
  }
}
