package org.tarnlake.gcs;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.ObjectStoreContractTest;

/** The contract, by whichever server is named. */
@ExtendWith(GcsServer.Extension.class)
class GcsStoreContractTest extends ObjectStoreContractTest {
  private static final AtomicInteger FOLDERS = new AtomicInteger();

  private static GcsServer server;
  private static String bucket;

  private String folder;

  @BeforeAll
  static void makeBucket(GcsServer named) {
    server = named;
    bucket = server.newBucket();
  }

  @Override
  protected ObjectStore openEmpty() {
    folder = "lakes/" + FOLDERS.incrementAndGet();
    return server.open(bucket, folder);
  }

  @Override
  protected ObjectStore another(ObjectStore store) {
    return server.open(bucket, folder);
  }

  @Override
  protected int bigObjectBytes() {
    return 8 * GcsServer.PIECE_BYTES + 3;
  }

  @Override
  protected int rounds() {
    return Integer.getInteger("tarn.rounds", 10);
  }
}
