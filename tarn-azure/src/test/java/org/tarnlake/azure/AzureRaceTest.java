package org.tarnlake.azure;

import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.remote.HttpMessage;
import org.tarnlake.store.remote.RemoteRaceContractTest;

/** Writers of one name in a container. */
@ExtendWith(AzureServer.Extension.class)
class AzureRaceTest extends RemoteRaceContractTest {
  AzureRaceTest(AzureServer server) {
    super(server);
  }

  @Override
  protected String callOf(HttpMessage request) {
    String token = request.header("x-ms-meta-" + AzureObjects.TOKEN);
    return token.isEmpty() ? request.header("x-ms-client-request-id") : token;
  }
}
