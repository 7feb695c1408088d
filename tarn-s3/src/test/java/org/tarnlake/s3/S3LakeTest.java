package org.tarnlake.s3;

import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.remote.RemoteLakeContractTest;

/** A lake in a bucket. */
@ExtendWith(S3Server.Extension.class)
class S3LakeTest extends RemoteLakeContractTest {
  S3LakeTest(S3Server server) {
    super(server);
  }
}
