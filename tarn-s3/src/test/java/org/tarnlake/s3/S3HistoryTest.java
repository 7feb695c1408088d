package org.tarnlake.s3;

import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.remote.RemoteHistoryContractTest;

/** Random clients of a lake in a bucket. */
@ExtendWith(S3Server.Extension.class)
class S3HistoryTest extends RemoteHistoryContractTest {
  S3HistoryTest(S3Server server) {
    super(server);
  }
}
