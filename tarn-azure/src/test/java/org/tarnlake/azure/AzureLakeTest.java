package org.tarnlake.azure;

import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.env.Environment;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.remote.RemoteLakeContractTest;

/** A lake in a container. */
@ExtendWith(AzureServer.Extension.class)
class AzureLakeTest extends RemoteLakeContractTest {
  private final AzureServer server;
  private final String container;

  AzureLakeTest(AzureServer server) {
    this.server = server;
    this.container = server.newContainer();
  }

  @Override
  protected int port() {
    return server.port;
  }

  @Override
  protected ObjectStore open(int port) {
    return AzureServer.open(port, container, "lake", Environment.system());
  }

  @Override
  protected String address() {
    return "az://" + container + "/lake";
  }

  @Override
  protected Map<String, String> variables() {
    return server.variables();
  }

  @Override
  protected int pieceBytes() {
    return AzureServer.PIECE_BYTES;
  }
}
