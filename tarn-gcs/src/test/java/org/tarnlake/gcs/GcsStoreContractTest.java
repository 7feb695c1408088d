package org.tarnlake.gcs;

import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.remote.RemoteStoreContractTest;

/** The contract, by whichever server is named. */
@ExtendWith(GcsServer.Extension.class)
class GcsStoreContractTest extends RemoteStoreContractTest {
  GcsStoreContractTest(GcsServer server) {
    super(server);
  }
}
