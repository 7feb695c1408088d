package org.tarnlake.gcs;

import java.io.IOException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.remote.BucketStore;
import org.tarnlake.store.remote.RemoteRequestCountContractTest;

/** Requests to Google. */
@ExtendWith(GcsServer.Extension.class)
class GcsRequestCountTest extends RemoteRequestCountContractTest {
  GcsRequestCountTest(GcsServer server) {
    super(server);
  }

  @Override
  protected Kinds kinds() {
    return new Kinds("objects.insert", "objects.get", "objects.get", "objects.list");
  }

  /** The name and the metadata are in the body, too. */
  @Override
  protected long createBytes() {
    return 1522;
  }

  /** A look is answered by a text. */
  @Override
  protected long lookBytes() {
    return 207;
  }

  /**
   * {@inheritDoc} Google says of what is missing whether it is the object. Where a server does not,
   * a store looks into the bucket once, unless it has found something there.
   */
  @Override
  protected void warm(BucketStore store) throws IOException {
    store.size("_tarn/lake.json");
  }

  @Override
  protected boolean isListing(String seen) {
    return seen.contains("/o?");
  }
}
