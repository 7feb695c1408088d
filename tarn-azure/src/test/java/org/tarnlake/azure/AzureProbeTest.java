package org.tarnlake.azure;

import java.io.IOException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.remote.RemoteProbeContractTest;

/** Servers of Azure's protocol that are no good. */
@ExtendWith(AzureServer.Extension.class)
class AzureProbeTest extends RemoteProbeContractTest {
  AzureProbeTest(AzureServer server) throws IOException {
    super(server);
  }

  @Override
  protected String endpoint(int port) {
    return "http://127.0.0.1:%s/%s".formatted(port, AzureServer.ACCOUNT);
  }

  @Override
  protected String alternative() {
    return "use a server that does, such as Azure itself or Azurite";
  }
}
