package org.tarnlake.azure;

import java.io.IOException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.remote.RemotePutFaultContractTest;

/** Puts into a container. */
@ExtendWith(AzureServer.Extension.class)
class AzurePutFaultTest extends RemotePutFaultContractTest {
  AzurePutFaultTest(AzureServer server) throws IOException {
    super(server);
  }
}
