package org.tarnlake.azure;

import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.remote.RemoteRequestCountContractTest;

/** Requests to Azure. */
@ExtendWith(AzureServer.Extension.class)
class AzureRequestCountTest extends RemoteRequestCountContractTest {
  AzureRequestCountTest(AzureServer server) {
    super(server);
  }

  @Override
  protected Kinds kinds() {
    return new Kinds("Put Blob", "Get Blob", "Get Blob Properties", "List Blobs");
  }

  @Override
  protected boolean isListing(String seen) {
    return seen.contains("comp=list");
  }
}
