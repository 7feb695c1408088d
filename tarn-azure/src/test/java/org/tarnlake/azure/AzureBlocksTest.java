package org.tarnlake.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.storage.blob.models.BlockListType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.Upload;
import org.tarnlake.store.remote.FaultProxy;
import org.tarnlake.store.remote.FaultProxy.Fate;

/** Uploads that go in blocks. */
@ExtendWith(AzureServer.Extension.class)
@TestInstance(Lifecycle.PER_CLASS)
class AzureBlocksTest {
  private static final int ROUNDS = Integer.getInteger("tarn.rounds", 5);
  private static final int PIECES = 3;
  private static final byte[] CONTENT = bytes(PIECES * AzureServer.PIECE_BYTES + 1);

  private final AzureServer server;
  private final String container;
  private final FaultProxy proxy;
  private int folders;
  private String folder;
  private AzureStore store;

  AzureBlocksTest(AzureServer server) throws IOException {
    this.server = server;
    this.container = server.newContainer();
    this.proxy = new FaultProxy(server.port);
  }

  @BeforeEach
  void openBehindTheProxy() throws IOException {
    folder = "lake-" + folders++;
    store = AzureServer.open(proxy.port(), container, folder, AzureServer.withoutWaiting());
    store.put("probed", new byte[0]);
    store.delete("probed");
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
  void largeUploadIsOneRequestForEachBlockAndOneMore() throws Exception {
    assertThat(upload("a", CONTENT)).isTrue();

    assertThat(proxy.takeSeen()).hasSize(PIECES + 1 + 1);
    assertThat(store.get("a")).isEqualTo(CONTENT);
  }

  @Test
  void uploadOfOnePieceIsOnePut() throws Exception {
    byte[] piece = bytes(AzureServer.PIECE_BYTES);
    assertThat(upload("a", piece)).isTrue();

    assertThat(proxy.takeSeen()).hasSize(1);
    assertThat(store.get("a")).isEqualTo(piece);
  }

  @Test
  void nothingIsSeenBeforeTheCommit() throws Exception {
    try (Upload upload = store.upload("a")) {
      upload.write(CONTENT);
      assertThat(store.list("", "")).isEmpty();
    }
    assertThat(store.list("", "")).isEmpty();
    assertThat(uncommitted("a")).isEqualTo(PIECES);
    assertThat(upload("a", CONTENT)).isTrue();
    assertThat(uncommitted("a")).isZero();
  }

  /** The emulator takes a name for taken that only has blocks: so the other one puts anyway. */
  @Test
  void uploadToATakenNameLoses() throws Exception {
    try (Upload upload = store.upload("a")) {
      upload.write(CONTENT);
      store.put("a", "first".getBytes(UTF_8));
      assertThat(upload.commit()).isFalse();
    }
    assertThat(store.get("a")).isEqualTo("first".getBytes(UTF_8));
  }

  /** Who comes first discards the blocks of the other one, and must not be taken for it. */
  @Test
  void ofTwoUploadsThatSentTheirBlocksTheFirstToCommitWins() throws Exception {
    try (Upload one = store.upload("a");
        Upload other = store.upload("a")) {
      byte[] theirs = bytes(CONTENT.length, 8);
      one.write(CONTENT);
      other.write(theirs);
      assertThat(other.commit()).isTrue();
      assertThat(one.commit()).isFalse();
      assertThat(store.get("a")).isEqualTo(theirs);
    }
  }

  /** Then the name is free, and nothing was written: to say that it is taken would be wrong. */
  @Test
  void uploadWhoseBlocksWereDiscardedByABlobThatIsGoneWroteNothing() throws Exception {
    try (Upload upload = store.upload("a");
        Upload other = store.upload("a")) {
      upload.write(CONTENT);
      other.write(CONTENT);
      assertThat(other.commit()).isTrue();
      store.delete("a");
      assertThatThrownBy(upload::commit)
          .isInstanceOf(NothingWrittenException.class)
          .hasMessageContaining("400 InvalidBlockList")
          .hasMessageContaining("another upload to that name came before");
    }
    assertThat(store.list("", "")).isEmpty();
  }

  @Test
  void ofManyUploadsAndPutsExactlyOneWins() throws Exception {
    int writers = 6;
    for (int round = 0; round < ROUNDS; round++) {
      String name = "race-" + round;
      CyclicBarrier start = new CyclicBarrier(writers);
      List<CompletableFuture<Boolean>> won = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        boolean large = i % 3 != 0;
        won.add(CompletableFuture.supplyAsync(() -> race(name, large, start)));
      }
      assertThat(won.stream().filter(CompletableFuture::join)).hasSize(1);
    }
    assertThat(store.list("race-", "")).extracting(ObjectInfo::name).hasSize(ROUNDS);
  }

  @Test
  void winnerWhoseAnswerIsLostHearsThatItWon() throws Exception {
    commits(new Fate.CutAfter());
    assertThat(upload("a", CONTENT)).isTrue();
    commits(new Fate.AnsweredAfter(500, "InternalError"));
    assertThat(upload("b", CONTENT)).isTrue();
    commits(new Fate.AnsweredAfter(400, "InvalidBlockList"));
    assertThat(upload("c", CONTENT)).isFalse();
    commits(new Fate.Late(100), new Fate.CutBefore());
    assertThat(upload("d", CONTENT)).isTrue();
    assertThat(store.get("d")).isEqualTo(CONTENT);
  }

  @Test
  void commitThatIsLostIsSentAgain() throws Exception {
    commits(new Fate.CutBefore(), new Fate.Answered(503, "ServerBusy"));
    assertThat(upload("a", CONTENT)).isTrue();
    assertThat(store.get("a")).isEqualTo(CONTENT);
  }

  @Test
  void blockThatIsLostIsSentAgain() throws Exception {
    Iterator<Fate> fates =
        List.<Fate>of(
                new Fate.CutAfter(), new Fate.CutBefore(), new Fate.Answered(500, "InternalError"))
            .iterator();
    proxy.rule(request -> request.path().contains("blockid") ? next(fates) : FaultProxy.PASSES);
    assertThat(upload("a", CONTENT)).isTrue();
    assertThat(store.get("a")).isEqualTo(CONTENT);
  }

  @Test
  void blockThatIsRefusedFailsTheUpload() throws Exception {
    proxy.rule(
        request ->
            request.path().contains("blockid")
                ? new Fate.Answered(403, "AuthorizationFailure")
                : FaultProxy.PASSES);
    try (Upload upload = store.upload("a")) {
      assertThatThrownBy(
              () -> {
                upload.write(CONTENT);
                upload.commit();
              })
          .isInstanceOf(NothingWrittenException.class)
          .hasMessageContaining("cannot write az://%s/%s/a", container, folder);
      assertThatThrownBy(upload::commit).isInstanceOf(IOException.class);
    }
    assertThat(store.list("", "")).isEmpty();
  }

  private void commits(Fate... fates) {
    Iterator<Fate> left = List.of(fates).iterator();
    proxy.rule(
        request ->
            request.path().contains("blocklist") && left.hasNext()
                ? left.next()
                : FaultProxy.PASSES);
  }

  private static synchronized Fate next(Iterator<Fate> fates) {
    return fates.hasNext() ? fates.next() : FaultProxy.PASSES;
  }

  private boolean race(String name, boolean large, CyclicBarrier start) {
    try (Upload upload = store.upload(name)) {
      upload.write(large ? CONTENT : new byte[1000]);
      start.await();
      return upload.commit();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private boolean upload(String name, byte[] content) throws IOException {
    try (Upload upload = store.upload(name)) {
      upload.write(content);
      return upload.commit();
    }
  }

  private int uncommitted(String name) {
    return server
        .container(container)
        .getBlobClient(folder + "/" + name)
        .getBlockBlobClient()
        .listBlocks(BlockListType.ALL)
        .getUncommittedBlocks()
        .size();
  }

  private static byte[] bytes(int length) {
    return bytes(length, 7);
  }

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
