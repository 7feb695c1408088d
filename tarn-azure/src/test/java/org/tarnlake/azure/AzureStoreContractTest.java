package org.tarnlake.azure;

import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.remote.RemoteStoreContractTest;

/** The contract, by the vendor's emulator. */
@ExtendWith(AzureServer.Extension.class)
class AzureStoreContractTest extends RemoteStoreContractTest {
  AzureStoreContractTest(AzureServer server) {
    super(server);
  }
}
