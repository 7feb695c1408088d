package org.tarnlake.azure;

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
@ExtendWith(AzureServer.Extension.class)
class AzureRequestCountTest {
  private final AzureServer server;

  AzureRequestCountTest(AzureServer server) {
    this.server = server;
  }

  @Test
  void warmTransactionIsOneRequestToBeginAndOneToCommit() throws IOException {
    String container = server.newContainer();
    Schema columns = Schema.builder().required("n", LONG).build();
    try (FaultProxy proxy = new FaultProxy(server.port);
        AzureStore store = AzureServer.open(proxy.port(), container, "lake", Environment.system());
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
      assertThat(proxy.takeSeen()).containsExactly("GET " + entry(container, 3));
      append(tx, 2);
      assertThat(proxy.takeSeen()).isEmpty();
      tx.commit();
      // Publication follows.
      assertThat(proxy.takeSeen()).startsWith("PUT " + entry(container, 3));
    }
    try (AzureStore store = server.open(container, "lake")) {
      SoundLake.assertSound(store);
    }
  }

  @Test
  void everyTryIsCountedWithTheBytesOfBothWays() throws IOException {
    try (FaultProxy proxy = new FaultProxy(server.port);
        AzureStore store =
            AzureServer.open(proxy.port(), server.newContainer(), "", Environment.system())) {
      store.putIfAbsent("first", new byte[1]);
      proxy.takeSeen();
      Counted counted = new Counted();
      AtomicInteger tries = new AtomicInteger();
      proxy.rule(
          request ->
              tries.incrementAndGet() == 1
                  ? new FaultProxy.Fate.Answered(503, "ServerBusy")
                  : FaultProxy.PASSES);

      store.putIfAbsent("object", new byte[1000]);
      store.get("object");
      store.getRange("object", 10, 20);
      store.size("object");

      assertThat(proxy.takeSeen()).hasSize(5);
      // The first of two was refused.
      counted.assertSent("Put Blob", 2, 2000);
      counted.assertSent("Get Blob", 2, 0);
      counted.assertReceived("Get Blob", 1020);
      counted.assertSent("Get Blob Properties", 1, 0);
      counted.assertReceived("Get Blob Properties", 0);
    }
  }

  private static void append(Transaction tx, long n) {
    tx.append("t", n);
    tx.append("u", n);
  }

  private static String entry(String container, int version) {
    return "/%s/%s/lake%%2F_tarn%%2Flog%%2F%020d.json"
        .formatted(AzureServer.ACCOUNT, container, version);
  }
}
