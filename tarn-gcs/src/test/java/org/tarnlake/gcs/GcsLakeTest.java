package org.tarnlake.gcs;

import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.remote.RemoteLakeContractTest;

/** A lake in a bucket. */
@ExtendWith(GcsServer.Extension.class)
class GcsLakeTest extends RemoteLakeContractTest {
  GcsLakeTest(GcsServer server) {
    super(server);
  }
}
