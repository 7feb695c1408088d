package org.tarnlake.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.Upload;
import org.tarnlake.store.remote.FaultProxy.Fate;
import org.tarnlake.store.remote.HttpMessage;
import org.tarnlake.store.remote.RemoteUploadContractTest;

/** Uploads that go in chunks, one after the other. */
@ExtendWith(GcsServer.Extension.class)
class GcsUploadTest extends RemoteUploadContractTest {
  GcsUploadTest(GcsServer server) throws IOException {
    super(server);
  }

  @Override
  protected int requestsBesidePieces() {
    return 1;
  }

  @Override
  protected boolean isPiece(HttpMessage request) {
    return request.header("content-range").endsWith("/*");
  }

  /** {@inheritDoc} It has the last piece. */
  @Override
  protected boolean isEnd(HttpMessage request) {
    return !request.header("content-range").isEmpty() && !isPiece(request);
  }

  @Test
  void uploadThatIsClosedIsCancelled() throws Exception {
    try (Upload upload = store.upload("a")) {
      upload.write(content);
    }
    assertThat(bucket.proxy().takeSeen()).filteredOn(each -> each.startsWith("DELETE ")).hasSize(1);
  }

  @Test
  void uploadThatTheServerForgotWroteNothing() throws Exception {
    bucket.fates(this::isPiece, new Fate.Answered(410, "gone"));
    assertFails()
        .hasMessageContaining("forgotten what was sent of it")
        .message()
        .doesNotContain("upload_id");
  }
}
