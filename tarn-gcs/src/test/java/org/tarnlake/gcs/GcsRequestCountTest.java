package org.tarnlake.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.schema.DataType.LONG;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.Lake;
import org.tarnlake.Transaction;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.remote.Counted;
import org.tarnlake.store.remote.FaultProxy;
import org.tarnlake.testing.SoundLake;

/** What is asked of the server, and paid for: docs/object-stores.md tells these numbers. */
@ExtendWith(GcsServer.Extension.class)
class GcsRequestCountTest {
  private final GcsServer server;

  GcsRequestCountTest(GcsServer server) {
    this.server = server;
  }

  @Test
  void warmTransactionIsOneRequestToBeginAndOneToCommit() throws IOException {
    String bucket = server.newBucket();
    Schema columns = Schema.builder().required("n", LONG).build();
    try (FaultProxy proxy = server.proxy();
        GcsStore store = GcsServer.open(proxy.port(), bucket, "lake", Environment.system());
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
      assertThat(proxy.takeSeen())
          .startsWith(
              "POST /upload/storage/v1/b/%s/o?uploadType=multipart&fields=generation&ifGenerationMatch=0"
                  .formatted(bucket));
    }
    try (GcsStore store = server.open(bucket, "lake")) {
      SoundLake.assertSound(store);
    }
  }

  @Test
  void everyTryIsCounted() throws IOException {
    try (FaultProxy proxy = server.proxy();
        GcsStore store =
            GcsServer.open(proxy.port(), server.newBucket(), "", Environment.system())) {
      store.putIfAbsent("first", new byte[1]);
      proxy.takeSeen();
      Counted counted = new Counted();
      AtomicInteger tries = new AtomicInteger();
      proxy.rule(
          request ->
              tries.incrementAndGet() == 1
                  ? new FaultProxy.Fate.Answered(503, "backendError")
                  : FaultProxy.PASSES);

      store.putIfAbsent("object", new byte[1000]);
      store.get("object");
      store.list("", "");

      assertThat(proxy.takeSeen()).hasSize(4);
      counted.assertRequests("objects.insert", 2);
      counted.assertRequests("objects.get", 1);
      counted.assertRequests("objects.list", 1);
      counted.assertReceived("objects.get", 1000);
    }
  }

  private static void append(Transaction tx, long n) {
    tx.append("t", n);
    tx.append("u", n);
  }

  private static String entry(String bucket, int version) {
    return "/download/storage/v1/b/%s/o/lake%%2F_tarn%%2Flog%%2F%020d.json?alt=media"
        .formatted(bucket, version);
  }
}
