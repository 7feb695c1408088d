package org.tarnlake.gcs;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.remote.RemoteFailureContractTest;

/** What a user of Google's service reads who set something wrong. */
@ExtendWith(GcsServer.Extension.class)
class GcsFailureTest extends RemoteFailureContractTest {
  private final GcsServer server;

  GcsFailureTest(GcsServer server) throws IOException {
    super(server);
    this.server = server;
  }

  @Override
  protected String withoutBucket(String missing) {
    return "make the bucket '%s' at http://127.0.0.1:%s, or check its name"
        .formatted(missing, server.port());
  }

  @Override
  protected String unread(String missing) {
    return "there is no bucket of that name; " + withoutBucket(missing);
  }

  /** {@inheritDoc} The JVM keeps to itself what a 401 says to a put. */
  @Override
  protected List<Refusal> refusals() {
    return List.of(
        new Refusal(401, "", "this machine's clock"),
        new Refusal(403, "forbidden", "Storage Object User of the bucket"),
        new Refusal(403, "accountDisabled", "its owner can enable it"),
        new Refusal(400, "userProjectMissing", "GOOGLE_CLOUD_QUOTA_PROJECT"),
        new Refusal(418, "teapot", "check the bucket and the server"));
  }

  /** The address of an upload, with which others could write. */
  @Override
  protected List<String> secrets() {
    return List.of("upload_id");
  }
}
