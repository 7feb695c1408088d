package org.tarnlake.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.remote.FaultProxy;
import org.tarnlake.store.remote.FaultProxy.Fate;

/** A server that drops the condition, made of the emulator by a proxy, is refused. */
@ExtendWith(AzureServer.Extension.class)
class AzureProbeTest {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  private final AzureServer server;
  private final String container;

  AzureProbeTest(AzureServer server) {
    this.server = server;
    this.container = server.newContainer();
  }

  @Test
  void serverThatIgnoresTheConditionIsRefusedAndNothingIsWritten() throws Exception {
    try (FaultProxy proxy = new FaultProxy(server.port);
        AzureStore store = open(proxy)) {
      proxy.rule(request -> new Fate.Unconditional());

      assertThatThrownBy(() -> store.putIfAbsent("a", CONTENT))
          .isInstanceOf(NothingWrittenException.class)
          .hasMessageContaining(
              "nothing was written to az://%s/lake: http://127.0.0.1:%s/devstoreaccount1 does not honour 'If-None-Match: *'"
                  .formatted(container, proxy.port()));
      assertThatThrownBy(() -> store.put("hint", CONTENT)).isInstanceOf(IOException.class);
    }
    assertThat(server.container(container).listBlobs()).isEmpty();
  }

  /** Asked again and again, for ever. */
  @Test
  void serverThatCallsEveryNameTakenIsRefused() throws Exception {
    try (FaultProxy proxy = new FaultProxy(server.port);
        AzureStore store = open(proxy)) {
      proxy.rule(
          request ->
              request.header("If-None-Match") == null
                  ? FaultProxy.PASSES
                  : new Fate.Answered(409, "BlobAlreadyExists"));

      assertThatThrownBy(() -> store.putIfAbsent("a", CONTENT))
          .isInstanceOf(NothingWrittenException.class)
          .hasMessageContaining("no creation of a fresh name succeeded");
    }
  }

  @Test
  void goodServerIsAskedOnce() throws Exception {
    try (FaultProxy proxy = new FaultProxy(server.port)) {
      try (AzureStore store = open(proxy)) {
        assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
      }
      // Six rounds of eight, one that comes later, and six deletions.
      assertThat(proxy.takeSeen()).hasSize(6 * 8 + 1 + 6 + 1);
      try (AzureStore store = open(proxy)) {
        assertThat(store.putIfAbsent("b", CONTENT)).isTrue();
      }
      assertThat(proxy.takeSeen()).hasSize(1);
    }
  }

  /** Of signed requests the proxy could not drop a header. */
  private AzureStore open(FaultProxy proxy) {
    return AzureServer.open(
        server.unsigned(proxy.port()), container, "lake", AzureServer.withoutWaiting());
  }
}
