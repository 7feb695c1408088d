package org.tarnlake.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.remote.FaultProxy;
import org.tarnlake.store.remote.FaultProxy.Fate;

/** A server that drops the condition, made of a good one by a proxy, is refused. */
@ExtendWith(GcsServer.Extension.class)
class GcsProbeTest {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  private final GcsServer server;
  private final String bucket;

  GcsProbeTest(GcsServer server) {
    this.server = server;
    this.bucket = server.newBucket();
  }

  @Test
  void serverThatIgnoresTheConditionIsRefusedAndNothingIsWritten() throws Exception {
    try (FaultProxy proxy = server.proxy();
        GcsStore store = open(proxy)) {
      proxy.rule(request -> new Fate.Unconditional());

      assertThatThrownBy(() -> store.putIfAbsent("a", CONTENT))
          .isInstanceOf(NothingWrittenException.class)
          .hasMessageContaining(
              "nothing was written to gs://%s/lake: http://127.0.0.1:%s does not honour 'ifGenerationMatch=0'"
                  .formatted(bucket, proxy.port()));
      assertThatThrownBy(() -> store.put("hint", CONTENT)).isInstanceOf(IOException.class);
    }
    assertThat(server.client().objects().list(bucket).execute().getItems()).isNullOrEmpty();
  }

  @Test
  void goodServerIsAskedOnce() throws Exception {
    try (FaultProxy proxy = server.proxy()) {
      try (GcsStore store = open(proxy)) {
        assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
      }
      // Six rounds of eight, one that comes later, and six deletions.
      assertThat(proxy.takeSeen()).hasSize(6 * 8 + 1 + 6 + 1);
      try (GcsStore store = open(proxy)) {
        assertThat(store.putIfAbsent("b", CONTENT)).isTrue();
      }
      assertThat(proxy.takeSeen()).hasSize(1);
    }
  }

  private GcsStore open(FaultProxy proxy) {
    return GcsServer.open(proxy.port(), bucket, "lake", GcsServer.withoutWaiting());
  }
}
