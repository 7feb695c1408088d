package org.tarnlake.store.remote;

import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.ObjectStoreContractTest;

/** The contract of all stores, by a real server. The module of each vendor extends this. */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class RemoteStoreContractTest extends ObjectStoreContractTest {
  private final RemoteServer server;
  private final String bucket;
  private int folders;

  protected RemoteStoreContractTest(RemoteServer server) {
    this.server = server;
    this.bucket = server.newBucket();
  }

  @Override
  protected ObjectStore openEmpty() {
    folders++;
    return server.open(bucket, "lakes/" + folders);
  }

  @Override
  protected ObjectStore another(ObjectStore store) {
    return server.open(bucket, "lakes/" + folders);
  }

  @Override
  protected int bigObjectBytes() {
    return 4 * server.pieceBytes() + 3;
  }

  @Override
  protected int rounds() {
    return Integer.getInteger("tarn.rounds", 10);
  }
}
