package org.tarnlake.azure;

import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.env.Environment;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.remote.HttpMessage;
import org.tarnlake.store.remote.RemoteRaceContractTest;

/** Writers of one name in a container. */
@ExtendWith(AzureServer.Extension.class)
class AzureRaceTest extends RemoteRaceContractTest {
  private final AzureServer server;
  private final String container;

  AzureRaceTest(AzureServer server) {
    this.server = server;
    this.container = server.newContainer();
  }

  @Override
  protected int port() {
    return server.port;
  }

  @Override
  protected ObjectStore open(int port) {
    return AzureServer.open(port, container, "", Environment.system());
  }

  @Override
  protected String callOf(HttpMessage request) {
    String token = request.header("x-ms-meta-" + AzureObjects.TOKEN);
    return token.isEmpty() ? request.header("x-ms-client-request-id") : token;
  }
}
