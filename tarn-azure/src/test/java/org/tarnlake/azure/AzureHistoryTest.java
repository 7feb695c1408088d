package org.tarnlake.azure;

import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.remote.RemoteHistoryContractTest;

/** Random clients of a lake in a container. */
@ExtendWith(AzureServer.Extension.class)
class AzureHistoryTest extends RemoteHistoryContractTest {
  AzureHistoryTest(AzureServer server) {
    super(server);
  }
}
