package org.tarnlake.gcs;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.env.Environment;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.remote.FaultProxy;
import org.tarnlake.store.remote.RemoteLakeContractTest;

/** A lake in a bucket. */
@ExtendWith(GcsServer.Extension.class)
class GcsLakeTest extends RemoteLakeContractTest {
  private final GcsServer server;
  private final String bucket;

  GcsLakeTest(GcsServer server) {
    this.server = server;
    this.bucket = server.newBucket();
  }

  @Override
  protected int port() {
    return server.port;
  }

  @Override
  protected ObjectStore open(int port) {
    return GcsServer.open(port, bucket, "lake", Environment.system());
  }

  @Override
  protected FaultProxy proxy() throws IOException {
    return server.proxy();
  }

  @Override
  protected String address() {
    return "gs://" + bucket + "/lake";
  }

  @Override
  protected Map<String, String> variables() {
    return server.variables();
  }

  @Override
  protected int pieceBytes() {
    return GcsServer.PIECE_BYTES;
  }
}
