package org.tarnlake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.schema.DataType.LONG;

import java.io.IOException;
import java.util.List;
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

  @Test
  void lakeOfTwoEntriesIsOpenedByFiveRequests() throws IOException {
    String bucket = server.newBucket();
    try (FaultProxy proxy = new FaultProxy(server.port);
        S3Store store = S3Server.open(proxy.port(), bucket, "lake", Environment.system())) {
      try (Lake lake = Lake.create(server.open(bucket, "lake"), Environment.system())) {
        lake.transact(tx -> tx.createTable("t", Schema.builder().required("n", LONG).build()));
        lake.transact(tx -> tx.append("t", 1L));
      }

      Lake.open(store, Environment.system()).close();

      List<String> seen = proxy.takeSeen();
      assertThat(seen).hasSize(5).contains("GET " + entry(bucket, 1), "GET " + entry(bucket, 2));
      assertThat(seen).filteredOn(each -> each.contains("list-type=2")).hasSize(1);
    }
  }

  @Test
  void everyTryIsCountedWithTheBytesOfBothWays() throws IOException {
    try (FaultProxy proxy = new FaultProxy(server.port);
        S3Store store = S3Server.open(proxy.port(), server.newBucket(), "", Environment.system())) {
      store.putIfAbsent("first", new byte[1]);
      proxy.takeSeen();
      Counted counted = new Counted();
      AtomicInteger tries = new AtomicInteger();
      proxy.rule(
          request ->
              tries.incrementAndGet() == 1
                  ? new FaultProxy.Fate.Answered(503, "SlowDown")
                  : FaultProxy.PASSES);

      store.putIfAbsent("object", new byte[1000]);
      store.get("object");
      store.getRange("object", 10, 20);
      store.size("object");

      assertThat(proxy.takeSeen()).hasSize(5);
      // The first of two was refused.
      counted.assertSent("PutObject", 2, 2000);
      counted.assertSent("GetObject", 2, 0);
      counted.assertReceived("GetObject", 1020);
      counted.assertSent("HeadObject", 1, 0);
      counted.assertReceived("HeadObject", 0);
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
