package org.tarnlake.s3;

import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.remote.RemoteStoreContractTest;

/** The contract, by a real server. */
@ExtendWith(S3Server.Extension.class)
class S3StoreContractTest extends RemoteStoreContractTest {
  S3StoreContractTest(S3Server server) {
    super(server);
  }
}
