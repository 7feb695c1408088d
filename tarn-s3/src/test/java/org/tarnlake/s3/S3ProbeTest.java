package org.tarnlake.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.Upload;
import org.tarnlake.store.remote.BucketStore;
import org.tarnlake.store.remote.FaultProxy;
import org.tarnlake.store.remote.FaultProxy.Fate;
import org.tarnlake.store.remote.HttpMessage;
import org.tarnlake.store.remote.RemoteProbeContractTest;

/** Servers of S3's protocol that are no good, and one that is half good. */
@ExtendWith(S3Server.Unsigned.class)
class S3ProbeTest extends RemoteProbeContractTest {
  private final S3Server server;

  S3ProbeTest(S3Server server) throws IOException {
    super(server);
    this.server = server;
  }

  @Override
  protected String alternative() {
    return "use a server that does, such as Amazon S3, Ceph or MinIO; for Google Cloud Storage use tarn-gcs";
  }

  /** As servers do that learnt the condition for puts first. */
  @Test
  void largeUploadIsOnePutWhereOnlyPutsAreConditional() throws Exception {
    byte[] content = new byte[2 * S3Server.PIECE_BYTES];
    new Random(3).nextBytes(content);
    try (BucketStore store = open()) {
      proxy.rule(
          request ->
              request.method().equals("POST") ? new Fate.Unconditional() : FaultProxy.PASSES);
      assertThat(upload(store, "a", content)).isTrue();
      assertThat(store.get("a")).isEqualTo(content);
      proxy.takeSeen();
      proxy.rule(firstPut(new Fate.CutAfter()));
      assertThat(upload(store, "b", content)).isTrue();
      assertThat(proxy.takeSeen()).allMatch(seen -> seen.endsWith("/%s/lake/b".formatted(bucket)));
      assertThat(upload(store, "b", content)).isFalse();
    }
    assertThat(server.keys(bucket)).containsExactly("lake/a", "lake/b");
  }

  private static Function<HttpMessage, Fate> firstPut(Fate fate) {
    AtomicBoolean first = new AtomicBoolean(true);
    return request ->
        request.method().equals("PUT") && first.getAndSet(false) ? fate : FaultProxy.PASSES;
  }

  private static boolean upload(BucketStore store, String name, byte[] content) throws IOException {
    try (Upload upload = store.upload(name)) {
      upload.write(content);
      return upload.commit();
    }
  }
}
