package org.tarnlake.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.Upload;
import org.tarnlake.store.remote.HttpMessage;
import org.tarnlake.store.remote.RemoteUploadContractTest;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** Uploads that go in parts. */
@ExtendWith(S3Server.Extension.class)
class S3MultipartTest extends RemoteUploadContractTest {
  private final S3Server server;

  S3MultipartTest(S3Server server) throws IOException {
    super(server);
    this.server = server;
  }

  /** Parts that nobody made an object of would be kept, and paid for. */
  @AfterEach
  void noPartsStay() {
    assertThat(unfinished()).isEmpty();
  }

  @Override
  protected int requestsBesidePieces() {
    return 2;
  }

  @Override
  protected boolean isPiece(HttpMessage request) {
    return request.path().contains("partNumber");
  }

  @Override
  protected boolean isEnd(HttpMessage request) {
    return request.method().equals("POST") && request.path().contains("uploadId");
  }

  @Override
  @Test
  protected void firstRequestThatIsLostIsSentAgain() throws Exception {
    super.firstRequestThatIsLostIsSentAgain();
    assertThat(unfinished()).hasSize(1);
    discardThoseWithoutParts();
  }

  @Override
  @Test
  protected void interruptNeitherFailsNorShortensAnUpload() throws Exception {
    super.interruptNeitherFailsNorShortensAnUpload();
    discardThoseWithoutParts();
  }

  /** Nobody knows an upload whose first answer was lost; without parts it costs nothing. */
  private void discardThoseWithoutParts() {
    try (S3Clients clients = server.clients(bucket.bucket())) {
      for (MultipartUpload each : unfinished()) {
        assertThat(
                clients
                    .reading
                    .listParts(
                        request ->
                            request
                                .bucket(bucket.bucket())
                                .key(each.key())
                                .uploadId(each.uploadId()))
                    .parts())
            .isEmpty();
        clients.reading.abortMultipartUpload(
            request -> request.bucket(bucket.bucket()).key(each.key()).uploadId(each.uploadId()));
      }
    }
  }

  @Test
  void partsAreDiscardedWhenAnUploadIsClosed() throws Exception {
    try (Upload upload = store.upload("a")) {
      upload.write(content);
      assertThat(unfinished()).extracting(MultipartUpload::key).containsExactly(bucket.key("a"));
    }
    assertThat(unfinished()).isEmpty();
  }

  private List<MultipartUpload> unfinished() {
    try (S3Clients clients = server.clients(bucket.bucket())) {
      return clients
          .reading
          .listMultipartUploads(request -> request.bucket(bucket.bucket()))
          .uploads();
    }
  }
}
