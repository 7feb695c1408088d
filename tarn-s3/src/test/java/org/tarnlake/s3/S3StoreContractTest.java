package org.tarnlake.s3;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.ObjectStoreContractTest;

/** The contract, by a real server. */
@ExtendWith(S3Server.Extension.class)
class S3StoreContractTest extends ObjectStoreContractTest {
  private static final AtomicInteger FOLDERS = new AtomicInteger();

  private static S3Server server;
  private static String bucket;

  private String folder;

  @BeforeAll
  static void makeBucket(S3Server started) {
    server = started;
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
  protected int rounds() {
    return Integer.getInteger("tarn.rounds", 10);
  }
}
