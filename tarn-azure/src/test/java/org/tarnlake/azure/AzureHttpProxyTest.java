package org.tarnlake.azure;

import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.remote.RemoteHttpProxyContractTest;

/** The way to a container through a proxy. */
@ExtendWith(AzureServer.Extension.class)
class AzureHttpProxyTest extends RemoteHttpProxyContractTest {
  AzureHttpProxyTest(AzureServer server) {
    super(server);
  }
}
