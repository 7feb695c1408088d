package org.tarnlake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.schema.DataType.LONG;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.Lake;
import org.tarnlake.Transaction;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.remote.FaultProxy;
import org.tarnlake.testing.SoundLake;

/** What is asked of the server, and paid for: docs/object-stores.md tells these numbers. */
@ExtendWith(S3Server.Extension.class)
class S3RequestCountTest {
  private final S3Server server;

  S3RequestCountTest(S3Server server) {
    this.server = server;
  }

  @Test
  void warmTransactionIsOneRequestToBeginAndOneToCommit() throws IOException {
    String bucket = server.newBucket();
    Schema columns = Schema.builder().required("n", LONG).build();
    try (FaultProxy proxy = new FaultProxy(server.port);
        S3Store store = S3Server.open(proxy.port(), bucket, "lake", Environment.system());
        Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(
          tx -> {
            tx.createTable("t", columns);
            tx.createTable("u", columns);
          });
      lake.transact(tx -> append(tx, 1));
      lake.awaitPublished();
      proxy.takeSeen();

      Transaction tx = lake.begin();
      assertThat(proxy.takeSeen()).containsExactly("GET " + entry(bucket, 3));
      append(tx, 2);
      assertThat(proxy.takeSeen()).isEmpty();
      tx.commit();
      // Publication follows.
      assertThat(proxy.takeSeen()).startsWith("PUT " + entry(bucket, 3));
    }
    try (S3Store store = server.open(bucket, "lake")) {
      SoundLake.assertSound(store);
    }
  }

  private static void append(Transaction tx, long n) {
    tx.append("t", n);
    tx.append("u", n);
  }

  private static String entry(String bucket, int version) {
    return "/%s/lake/_tarn/log/%020d.json".formatted(bucket, version);
  }
}
