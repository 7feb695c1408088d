package org.tarnlake.s3;

import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.remote.RemoteRequestCountContractTest;

/** Requests to S3. */
@ExtendWith(S3Server.Extension.class)
class S3RequestCountTest extends RemoteRequestCountContractTest {
  S3RequestCountTest(S3Server server) {
    super(server);
  }

  @Override
  protected Kinds kinds() {
    return new Kinds("PutObject", "GetObject", "HeadObject", "ListObjectsV2");
  }

  @Override
  protected boolean isListing(String seen) {
    return seen.contains("list-type=2");
  }
}
