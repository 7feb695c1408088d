package org.tarnlake.gcs;

import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.remote.RemoteHistoryContractTest;

/** Random clients of a lake in a bucket. */
@ExtendWith(GcsServer.Extension.class)
class GcsHistoryTest extends RemoteHistoryContractTest {
  GcsHistoryTest(GcsServer server) {
    super(server);
  }
}
