package org.tarnlake.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.Upload;
import org.tarnlake.store.remote.FaultProxy;
import org.tarnlake.store.remote.FaultProxy.Fate;
import org.tarnlake.store.remote.HttpMessage;

/** Uploads that go in chunks. */
@ExtendWith(GcsServer.Extension.class)
@TestInstance(Lifecycle.PER_CLASS)
class GcsUploadTest {
  private static final int CHUNKS = 4;
  private static final byte[] CONTENT = bytes((CHUNKS - 1) * GcsServer.PIECE_BYTES + 1, 7);

  private final String bucket;
  private final FaultProxy proxy;
  private int folders;
  private GcsStore store;

  GcsUploadTest(GcsServer server) throws IOException {
    this.bucket = server.newBucket();
    this.proxy = server.proxy();
  }

  @BeforeEach
  void openBehindTheProxy() throws IOException {
    store = GcsServer.open(proxy.port(), bucket, "lake-" + folders++, GcsServer.withoutWaiting());
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
  void largeUploadIsOneRequestForEachChunkAndOneMore() throws Exception {
    assertThat(upload("a", CONTENT)).isTrue();

    assertThat(proxy.takeSeen()).hasSize(CHUNKS + 1);
    assertThat(store.get("a")).isEqualTo(CONTENT);
  }

  @Test
  void uploadOfOnePieceIsOnePut() throws Exception {
    byte[] piece = bytes(GcsServer.PIECE_BYTES, 8);
    assertThat(upload("a", piece)).isTrue();

    assertThat(proxy.takeSeen()).hasSize(1);
    assertThat(store.get("a")).isEqualTo(piece);
  }

  @Test
  void uploadOfWholePiecesIsReadBack() throws Exception {
    byte[] pieces = bytes(2 * GcsServer.PIECE_BYTES, 9);
    assertThat(upload("a", pieces)).isTrue();
    assertThat(store.get("a")).isEqualTo(pieces);
  }

  @Test
  void uploadThatIsClosedIsSeenByNobodyAndForgotten() throws Exception {
    try (Upload upload = store.upload("a")) {
      upload.write(CONTENT);
      assertThat(store.list("", "")).isEmpty();
    }
    assertThat(store.list("", "")).isEmpty();
    assertThat(proxy.takeSeen()).filteredOn(each -> each.startsWith("DELETE ")).hasSize(1);
    assertThat(upload("a", CONTENT)).isTrue();
  }

  @Test
  void uploadToANameThatIsTakenMeanwhileLoses() throws Exception {
    try (Upload upload = store.upload("a")) {
      upload.write(CONTENT);
      assertThat(store.putIfAbsent("a", "first".getBytes(UTF_8))).isTrue();
      assertThat(upload.commit()).isFalse();
    }
    assertThat(store.get("a")).isEqualTo("first".getBytes(UTF_8));
  }

  @Test
  void ofTwoUploadsTheFirstToCommitWins() throws Exception {
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

  @Test
  void winnerWhoseAnswerIsLostHearsThatItWon() throws Exception {
    fates(GcsUploadTest::isLast, new Fate.CutAfter());
    assertThat(upload("a", CONTENT)).isTrue();
    fates(GcsUploadTest::isLast, new Fate.AnsweredAfter(500, "backendError"));
    assertThat(upload("b", CONTENT)).isTrue();
    fates(GcsUploadTest::isLast, new Fate.Late(100), new Fate.CutBefore());
    assertThat(upload("c", CONTENT)).isTrue();
    assertThat(store.get("c")).isEqualTo(CONTENT);
  }

  /** Asked again, the server may say only that the upload has ended. */
  @Test
  void loserWhoseAnswerIsLostHearsThatItLost() throws Exception {
    try (Upload upload = store.upload("a")) {
      upload.write(CONTENT);
      store.putIfAbsent("a", "first".getBytes(UTF_8));
      fates(GcsUploadTest::isLast, new Fate.CutAfter());
      assertThat(upload.commit()).isFalse();
    }
    assertThat(store.get("a")).isEqualTo("first".getBytes(UTF_8));
  }

  @Test
  void chunkThatIsLostIsSentAgain() throws Exception {
    fates(
        GcsUploadTest::isChunk,
        new Fate.CutAfter(),
        new Fate.CutBefore(),
        new Fate.Answered(503, "backendError"));
    assertThat(upload("a", CONTENT)).isTrue();
    assertThat(store.get("a")).isEqualTo(CONTENT);
  }

  @Test
  void lastChunkThatIsLostIsSentAgain() throws Exception {
    fates(GcsUploadTest::isLast, new Fate.CutBefore(), new Fate.Answered(503, "backendError"));
    assertThat(upload("a", CONTENT)).isTrue();
    assertThat(store.get("a")).isEqualTo(CONTENT);
  }

  @Test
  void startThatIsLostIsSentAgain() throws Exception {
    fates(
        request -> request.path().contains("uploadType=resumable"),
        new Fate.CutAfter(),
        new Fate.Answered(503, "backendError"));
    assertThat(upload("a", CONTENT)).isTrue();
  }

  @Test
  void uploadThatTheServerForgotWroteNothing() throws Exception {
    fates(GcsUploadTest::isChunk, new Fate.Answered(410, "gone"));
    try (Upload upload = store.upload("a")) {
      assertThatThrownBy(
              () -> {
                upload.write(CONTENT);
                upload.commit();
              })
          .isInstanceOf(NothingWrittenException.class)
          .hasMessageContaining("forgotten what was sent of it")
          .message()
          .doesNotContain("upload_id");
      assertThatThrownBy(upload::commit).isInstanceOf(IOException.class);
    }
    assertThat(store.list("", "")).isEmpty();
  }

  private static boolean isChunk(HttpMessage request) {
    return request.header("content-range").endsWith("/*");
  }

  private static boolean isLast(HttpMessage request) {
    return !request.header("content-range").isEmpty() && !isChunk(request);
  }

  private void fates(Predicate<HttpMessage> which, Fate... fates) {
    Iterator<Fate> left = List.of(fates).iterator();
    proxy.rule(request -> which.test(request) && left.hasNext() ? left.next() : FaultProxy.PASSES);
  }

  private boolean upload(String name, byte[] content) throws IOException {
    try (Upload upload = store.upload(name)) {
      upload.write(content);
      return upload.commit();
    }
  }

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
