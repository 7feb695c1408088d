package org.tarnlake.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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

/** Uploads that are too large for one put. */
@ExtendWith(S3Server.Extension.class)
@TestInstance(Lifecycle.PER_CLASS)
class S3MultipartTest {
  private static final int ROUNDS = Integer.getInteger("tarn.rounds", 2);
  private static final int PIECES = 2;
  private static final byte[] CONTENT = bytes(PIECES * S3Server.SMALLEST_PART_BYTES + 1);

  private final S3Server server;
  private final String bucket;
  private final FaultProxy proxy;
  private int folders;
  private String folder;
  private S3Store store;

  S3MultipartTest(S3Server server) throws IOException {
    this.server = server;
    this.bucket = server.newBucket();
    this.proxy = new FaultProxy(server.port);
  }

  @BeforeEach
  void openBehindTheProxy() throws IOException {
    folder = "lake-" + folders++;
    store = S3Server.open(proxy.port(), bucket, folder, S3Server.withoutWaiting());
    upload(store, "probed", CONTENT);
    store.delete("probed");
    proxy.takeSeen();
  }

  /** Parts that nobody made an object of would be kept, and paid for. */
  @AfterEach
  void noPartsStay() {
    proxy.rule(request -> FaultProxy.PASSES);
    store.close();
    assertThat(unfinished()).isEmpty();
  }

  @AfterAll
  void closeProxy() throws IOException {
    proxy.close();
  }

  @Test
  void largeUploadIsOneRequestForEachPartAndTwoMore() throws Exception {
    assertThat(upload(store, "a", CONTENT)).isTrue();

    assertThat(proxy.takeSeen()).hasSize(1 + PIECES + 1 + 1);
    assertThat(store.get("a")).isEqualTo(CONTENT);
  }

  @Test
  void uploadOfOnePieceIsOnePut() throws Exception {
    byte[] piece = bytes(S3Server.SMALLEST_PART_BYTES);
    assertThat(upload(store, "a", piece)).isTrue();

    assertThat(proxy.takeSeen()).containsExactly("PUT /%s/%s/a".formatted(bucket, folder));
    assertThat(store.get("a")).isEqualTo(piece);
  }

  @Test
  void nothingIsSeenBeforeTheCommit() throws Exception {
    try (Upload upload = store.upload("a")) {
      upload.write(CONTENT);
      assertThat(store.list("", "")).isEmpty();
      assertThat(unfinished()).containsExactly(folder + "/a");
    }
    assertThat(store.list("", "")).isEmpty();
  }

  @Test
  void uploadToATakenNameLoses() throws Exception {
    try (Upload upload = store.upload("a")) {
      upload.write(CONTENT);
      store.putIfAbsent("a", "first".getBytes(UTF_8));
      assertThat(upload.commit()).isFalse();
    }
    assertThat(store.get("a")).isEqualTo("first".getBytes(UTF_8));
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
    completions(new Fate.CutAfter());
    assertThat(upload(store, "a", CONTENT)).isTrue();
    completions(new Fate.AnsweredAfter(500, "InternalError"));
    assertThat(upload(store, "b", CONTENT)).isTrue();
    completions(new Fate.Late(100), new Fate.CutBefore());
    assertThat(upload(store, "c", CONTENT)).isTrue();
    assertThat(store.get("c")).isEqualTo(CONTENT);
  }

  @Test
  void completionThatIsLostIsSentAgain() throws Exception {
    completions(new Fate.CutBefore(), new Fate.Answered(409, "ConditionalRequestConflict"));
    assertThat(upload(store, "a", CONTENT)).isTrue();
    assertThat(store.get("a")).isEqualTo(CONTENT);
  }

  @Test
  void partThatIsLostIsSentAgain() throws Exception {
    Iterator<Fate> fates =
        List.<Fate>of(
                new Fate.CutAfter(), new Fate.CutBefore(), new Fate.Answered(500, "InternalError"))
            .iterator();
    proxy.rule(request -> request.path().contains("partNumber") ? next(fates) : FaultProxy.PASSES);
    assertThat(upload(store, "a", CONTENT)).isTrue();
    assertThat(store.get("a")).isEqualTo(CONTENT);
  }

  @Test
  void partThatIsRefusedFailsTheUpload() throws Exception {
    proxy.rule(
        request ->
            request.path().contains("partNumber=2")
                ? new Fate.Answered(403, "AccessDenied")
                : FaultProxy.PASSES);
    try (Upload upload = store.upload("a")) {
      assertThatThrownBy(
              () -> {
                upload.write(CONTENT);
                upload.commit();
              })
          .isInstanceOf(NothingWrittenException.class)
          .hasMessageContaining("cannot write s3://%s/%s/a", bucket, folder);
      assertThatThrownBy(upload::commit).isInstanceOf(IOException.class);
    }
    assertThat(store.list("", "")).isEmpty();
  }

  private void completions(Fate... fates) {
    Iterator<Fate> left = List.of(fates).iterator();
    proxy.rule(
        request ->
            request.method().equals("POST") && request.path().contains("uploadId") && left.hasNext()
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

  private static boolean upload(S3Store store, String name, byte[] content) throws IOException {
    try (Upload upload = store.upload(name)) {
      upload.write(content);
      return upload.commit();
    }
  }

  private List<String> unfinished() {
    try (S3Clients clients =
        S3Clients.of(S3Settings.of(Map.of()), bucket, S3Server.at(server.port))) {
      return clients
          .reading
          .listMultipartUploads(request -> request.bucket(bucket))
          .uploads()
          .stream()
          .map(upload -> upload.key())
          .toList();
    }
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }
}
