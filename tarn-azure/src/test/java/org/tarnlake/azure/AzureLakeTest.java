package org.tarnlake.azure;

import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.remote.RemoteLakeContractTest;

/** A lake in a container. */
@ExtendWith(AzureServer.Extension.class)
class AzureLakeTest extends RemoteLakeContractTest {
  AzureLakeTest(AzureServer server) {
    super(server);
  }
}
