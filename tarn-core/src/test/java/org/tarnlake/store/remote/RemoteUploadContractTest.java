package org.tarnlake.store.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.Upload;
import org.tarnlake.store.remote.FaultProxy.Fate;
import org.tarnlake.store.remote.FaultProxy.Fate.Answered;

/**
 * Uploads that are too large for one put, and go in pieces. The module of each vendor extends this.
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class RemoteUploadContractTest {
  private static final int PIECES = 3;

  private final RemoteServer server;
  private final RemoteProtocol protocol;
  protected final ProxiedBucket bucket;
  protected final byte[] content;

  /** Enough to be no single put. */
  private final byte[] twoPieces;

  protected BucketStore store;
  private boolean asked;
  private int seed;

  protected RemoteUploadContractTest(RemoteServer server) throws IOException {
    this.server = server;
    this.protocol = server.protocol();
    this.bucket = new ProxiedBucket(server);
    this.content = bytes((PIECES - 1) * server.pieceBytes() + 1);
    this.twoPieces = bytes(server.pieceBytes() + 1);
  }

  /** How many requests there are beside one for each piece. */
  protected abstract int requestsBesidePieces();

  /** Whether a request sends a piece. */
  protected abstract boolean isPiece(HttpMessage request);

  /** Whether a request makes an object of the pieces. */
  protected abstract boolean isEnd(HttpMessage request);

  /** Asks the server first what a process asks once. */
  @BeforeEach
  void openAFolder() throws IOException {
    store = bucket.openFolder();
    if (!asked) {
      asked = true;
      upload("asked", twoPieces);
      deleteAll();
      store = bucket.openFolder();
    }
  }

  /** Some servers keep all in memory. */
  @AfterEach
  void deleteAll() throws IOException {
    bucket.proxy().rule(request -> FaultProxy.PASSES);
    for (ObjectInfo each : store.list("", "")) {
      store.delete(each.name());
    }
    store.close();
  }

  @AfterAll
  void closeProxy() throws IOException {
    bucket.close();
  }

  @Test
  void largeUploadIsOneRequestForEachPieceAndFewMore() throws Exception {
    assertThat(upload("a", content)).isTrue();

    assertThat(bucket.proxy().takeSeen()).hasSize(PIECES + requestsBesidePieces());
    assertThat(store.get("a")).isEqualTo(content);
  }

  @Test
  void uploadOfOnePieceIsOnePut() throws Exception {
    byte[] piece = bytes(server.pieceBytes());
    assertThat(upload("a", piece)).isTrue();

    assertThat(bucket.proxy().takeSeen())
        .containsExactly(protocol.create(bucket.bucket(), bucket.key("a")));
    assertThat(store.get("a")).isEqualTo(piece);
  }

  @Test
  void uploadOfWholePiecesIsReadBack() throws Exception {
    byte[] pieces = bytes(2 * server.pieceBytes());
    assertThat(upload("a", pieces)).isTrue();

    assertThat(bucket.proxy().takeSeen()).hasSize(2 + requestsBesidePieces());
    assertThat(store.get("a")).isEqualTo(pieces);
  }

  @Test
  void uploadThatIsClosedWasSeenByNobodyAndLeavesItsNameFree() throws Exception {
    try (Upload upload = store.upload("a")) {
      upload.write(twoPieces);
      assertThat(store.list("", "")).isEmpty();
    }
    assertThat(store.list("", "")).isEmpty();
    assertThat(upload("a", twoPieces)).isTrue();
  }

  @Test
  void uploadToANameThatIsTakenMeanwhileLoses() throws Exception {
    byte[] first = "first".getBytes(UTF_8);
    try (Upload upload = store.upload("a")) {
      upload.write(twoPieces);
      takeName("a", first);
      assertThat(upload.commit()).isFalse();
    }
    assertThat(store.get("a")).isEqualTo(first);
  }

  /** Another writer makes an object while an upload is under way. */
  protected void takeName(String name, byte[] first) throws IOException {
    assertThat(store.putIfAbsent(name, first)).isTrue();
  }

  @Test
  void ofTwoUploadsTheFirstToCommitWins() throws Exception {
    byte[] theirs = bytes(twoPieces.length);
    try (Upload one = store.upload("a");
        Upload other = store.upload("a")) {
      one.write(twoPieces);
      other.write(theirs);
      assertThat(other.commit()).isTrue();
      assertThat(one.commit()).isFalse();
    }
    assertThat(store.get("a")).isEqualTo(theirs);
  }

  @Test
  void ofManyUploadsAndPutsExactlyOneWins() throws Exception {
    int writers = 6;
    // The larger the pieces, the fewer.
    int rounds = Integer.getInteger("tarn.rounds", Math.min(5, (10 << 20) / server.pieceBytes()));
    for (int round = 0; round < rounds; round++) {
      String name = "race-" + round;
      CyclicBarrier start = new CyclicBarrier(writers);
      List<CompletableFuture<Boolean>> won = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        byte[] bytes = i % 3 == 0 ? new byte[1000] : twoPieces;
        won.add(CompletableFuture.supplyAsync(() -> race(name, bytes, start)));
      }
      assertThat(won.stream().filter(CompletableFuture::join)).hasSize(1);
    }
    assertThat(store.list("race-", "")).extracting(ObjectInfo::name).hasSize(rounds);
  }

  @Test
  void winnerWhoseAnswerIsLostHearsThatItWon() throws Exception {
    ends(new Fate.CutAfter());
    assertThat(upload("a", twoPieces)).isTrue();
    ends(new Fate.AnsweredAfter(500, ""));
    assertThat(upload("b", twoPieces)).isTrue();
    ends(new Fate.Late(100), new Fate.CutBefore());
    assertThat(upload("c", twoPieces)).isTrue();
    assertThat(store.get("c")).isEqualTo(twoPieces);
  }

  @Test
  void loserWhoseAnswerIsLostHearsThatItLost() throws Exception {
    byte[] theirs = bytes(twoPieces.length);
    try (Upload upload = store.upload("a")) {
      upload.write(twoPieces);
      assertThat(upload("a", theirs)).isTrue();
      ends(new Fate.CutAfter());
      assertThat(upload.commit()).isFalse();
    }
    assertThat(store.get("a")).isEqualTo(theirs);
  }

  @Test
  protected void firstRequestThatIsLostIsSentAgain() throws Exception {
    bucket.fates(request -> true, new Fate.CutAfter(), new Fate.CutBefore(), new Answered(503, ""));
    assertThat(upload("a", content)).isTrue();
    assertThat(store.get("a")).isEqualTo(content);
  }

  @Test
  void pieceThatIsLostIsSentAgain() throws Exception {
    bucket.fates(
        this::isPiece,
        new Fate.CutAfter(),
        new Fate.CutBefore(),
        new Answered(500, ""),
        new Answered(503, ""));
    assertThat(upload("a", content)).isTrue();
    assertThat(store.get("a")).isEqualTo(content);
  }

  @Test
  void endThatIsLostIsSentAgain() throws Exception {
    ends(new Fate.CutBefore(), protocol.busy(), new Answered(409, ""));
    assertThat(upload("a", twoPieces)).isTrue();
    assertThat(store.get("a")).isEqualTo(twoPieces);
  }

  @Test
  void pieceThatIsRefusedFailsTheUpload() throws Exception {
    AtomicInteger pieces = new AtomicInteger();
    bucket
        .proxy()
        .rule(
            request ->
                isPiece(request) && pieces.incrementAndGet() > 1
                    ? protocol.refusal()
                    : FaultProxy.PASSES);
    assertFails()
        .hasMessageStartingWith("cannot write " + bucket.address("a"))
        .hasMessageEndingWith(protocol.remedy(bucket.bucket(), bucket.folder()));
  }

  /** An upload fails, cannot be committed then, and leaves nothing that is seen. */
  protected AbstractThrowableAssert<?, ? extends Throwable> assertFails() throws IOException {
    try (Upload upload = store.upload("a")) {
      AbstractThrowableAssert<?, ? extends Throwable> failure =
          assertThatThrownBy(
                  () -> {
                    upload.write(content);
                    upload.commit();
                  })
              .isInstanceOf(NothingWrittenException.class);
      assertThatThrownBy(upload::commit).isInstanceOf(IOException.class);
      assertThat(store.list("", "")).isEmpty();
      return failure;
    }
  }

  @Test
  protected void interruptNeitherFailsNorShortensAnUpload() throws Exception {
    Thread writer = Thread.currentThread();
    AtomicInteger requests = new AtomicInteger();
    bucket
        .proxy()
        .rule(
            request -> {
              if (requests.incrementAndGet() % 2 == 1 || isEnd(request)) {
                writer.interrupt();
                return new Fate.Slow(50);
              }
              return FaultProxy.PASSES;
            });
    assertThat(upload("a", content)).isTrue();
    bucket.proxy().rule(request -> FaultProxy.PASSES);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.get("a")).isEqualTo(content);
  }

  /** One fate after the other for the ends of uploads to come, and then none. */
  protected void ends(Fate... fates) {
    bucket.fates(this::isEnd, fates);
  }

  private boolean race(String name, byte[] bytes, CyclicBarrier start) {
    try (Upload upload = store.upload(name)) {
      upload.write(bytes);
      start.await();
      return upload.commit();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  protected boolean upload(String name, byte[] bytes) throws IOException {
    try (Upload upload = store.upload(name)) {
      upload.write(bytes);
      return upload.commit();
    }
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(seed++).nextBytes(bytes);
    return bytes;
  }
}
