package org.tarnlake.store.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.Upload;
import org.tarnlake.store.remote.FaultProxy.Fate;
import org.tarnlake.store.remote.FaultProxy.Fate.Answered;

/**
 * Servers on which no lake may be written, made of a real one by a proxy, are refused; and the real
 * one is not. The module of each vendor extends this.
 */
public abstract class RemoteProbeContractTest {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  private final RemoteServer server;
  private final RemoteProtocol protocol;
  protected final String bucket;
  protected final FaultProxy proxy;

  protected RemoteProbeContractTest(RemoteServer server) throws IOException {
    this.server = server;
    this.protocol = server.protocol();
    this.bucket = server.newBucket();
    this.proxy = server.proxy();
  }

  @AfterEach
  void closeProxy() throws IOException {
    proxy.close();
  }

  /** How the endpoint is called that a port leads to. */
  protected String endpoint(int port) {
    return "http://127.0.0.1:" + port;
  }

  /** What makes a request conditional. */
  protected String condition() {
    return "If-None-Match: *";
  }

  /** What to use instead of a server that is refused. */
  protected abstract String alternative();

  @Test
  void serverThatIgnoresTheConditionIsRefusedAndNothingIsWritten() throws Exception {
    try (BucketStore store = open()) {
      proxy.rule(request -> new Fate.Unconditional());

      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> store.putIfAbsent("a", CONTENT))
            .isInstanceOf(NothingWrittenException.class)
            .hasMessageStartingWith(
                "nothing was written to %s: %s does not honour '%s' (",
                server.address(bucket, "lake"), endpoint(proxy.port()), condition())
            .hasMessageContaining(" creations of one name succeeded), ")
            .hasMessageEndingWith("; " + alternative());
      }
      assertThatThrownBy(() -> store.put("hint", CONTENT)).isInstanceOf(IOException.class);
      try (Upload upload = store.upload("b")) {
        upload.write(CONTENT);
        assertThatThrownBy(upload::commit).isInstanceOf(NothingWrittenException.class);
      }
    }
    assertThat(server.keys(bucket)).isEmpty();
  }

  /** As S3Mock does: a second put is refused, and of simultaneous ones several succeed. */
  @Test
  void serverThatLooksFirstAndThenWritesIsRefused() throws Exception {
    proxy.rule(request -> new Fate.LookedForFirst(protocol.taken().get(0)));
    for (int i = 0; i < Integer.getInteger("tarn.rounds", 5); i++) {
      try (BucketStore store = open()) {
        assertThatThrownBy(() -> store.putIfAbsent("a", CONTENT))
            .isInstanceOf(NothingWrittenException.class)
            .hasMessageContaining(" creations of one name succeeded");
      }
    }
    assertThat(server.keys(bucket)).isEmpty();
  }

  /** It would be asked again and again, for ever. */
  @Test
  void serverThatCallsEveryNameTakenIsRefused() throws Exception {
    try (BucketStore store = open()) {
      Answered taken = protocol.taken().get(0);
      proxy.rule(request -> protocol.isWrite(request) ? taken : FaultProxy.PASSES);

      assertThatThrownBy(() -> store.putIfAbsent("a", CONTENT))
          .isInstanceOf(NothingWrittenException.class)
          .hasMessageContaining("no creation of a fresh name succeeded");
    }
  }

  @Test
  void goodServerIsAskedOnce() throws Exception {
    try (BucketStore store = open()) {
      assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
    }
    // Six rounds of eight, one that comes later, and six deletions.
    assertThat(proxy.takeSeen()).hasSize(6 * 8 + 1 + 6 + 1);
    try (BucketStore store = open()) {
      assertThat(store.putIfAbsent("b", CONTENT)).isTrue();
    }
    assertThat(proxy.takeSeen()).hasSize(1);
    assertThat(server.keys(bucket)).containsExactly("lake/a", "lake/b");
  }

  @Test
  void serverInTroubleIsAskedAgain() throws Exception {
    try (BucketStore store = open()) {
      proxy.rule(request -> protocol.isWrite(request) ? protocol.busy() : FaultProxy.PASSES);
      assertThatThrownBy(() -> store.putIfAbsent("a", CONTENT))
          .isInstanceOf(NothingWrittenException.class)
          .hasMessageContaining("it asks to slow down");
      proxy.rule(request -> FaultProxy.PASSES);
      assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
    }
  }

  @Test
  void bucketWithoutTheRightToWriteIsToldSo() throws Exception {
    try (BucketStore store = open()) {
      proxy.rule(request -> protocol.isWrite(request) ? protocol.refusal() : FaultProxy.PASSES);
      assertThatThrownBy(() -> store.putIfAbsent("a", CONTENT))
          .isInstanceOf(NothingWrittenException.class)
          .hasMessageStartingWith("cannot write to %s: ", server.address(bucket, "lake/"))
          .hasMessageEndingWith(protocol.remedy(bucket, "lake"));
      // One round.
      assertThat(proxy.takeSeen()).hasSize(8);
    }
  }

  protected BucketStore open() {
    return server.openUnsigned(proxy.port(), bucket, "lake", RemoteServer.withoutWaiting());
  }
}
